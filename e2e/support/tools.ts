import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { stackState } from './environment';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a tool as a person does, in the environment of the tests, until it ends. */
export function runTool(name: 'demo' | 'ops', args: readonly string[]): Promise<Ended> {
  return run(`tools/${name}/main.js`, args);
}

/** Does something with the system under test, as `make` does with the real one. */
export function runStack(command: 'rotate-keys' | 'reload-gateway', args: readonly string[] = []): Promise<Ended> {
  return run('tools/stack/src/cli.js', [command, '--home', stackState().home, ...args]);
}

/** Runs the user service's command for the keys in a folder. */
export function runKeys(directory: string, args: readonly string[]): Promise<Ended> {
  return run('apps/user/src/keys/main.js', args, { JWT_KEYS_DIR: directory });
}

async function run(main: string, args: readonly string[], settings: Record<string, string> = {}): Promise<Ended> {
  const child = spawn(process.execPath, [join(__dirname, '../../dist', main), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...settings },
  });
  const written = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => (written[stream] += text));
  }
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, ...written };
}
