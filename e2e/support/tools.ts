import { spawn } from 'node:child_process';
import { join } from 'node:path';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a tool as a person does, in the environment of the tests, until it ends. */
export async function runTool(name: 'demo' | 'ops', args: readonly string[]): Promise<Ended> {
  const main = join(__dirname, '../../dist/tools', name, 'main.js');
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const written = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => (written[stream] += text));
  }
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, ...written };
}
