import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { readJson } from '../../stack/src/files';
import { projectRoot } from '../../stack/src/layout';
import type { JestReport } from './summary';

/** A run that takes longer hangs: without a limit it would hold up a build server until that gives up. */
const RUN_WITHIN_MS = 20 * 60_000;

export interface JestRun {
  name: string;
  args: string[];
}

export interface JestOutcome {
  succeeded: boolean;
  report?: JestReport;
}

/** Unit and integration tests share their coverage; end-to-end tests stop and start services, so they run one by one. */
export const RUNS: readonly JestRun[] = [
  {
    name: 'unit and integration',
    args: [
      ...['--selectProjects', 'unit', 'integration'],
      `--maxWorkers=${Math.max(2, Math.floor(availableParallelism() / 2))}`,
      '--coverage',
    ],
  },
  { name: 'end to end', args: ['--selectProjects', 'e2e', '--runInBand'] },
];

/** Runs jest to its end; its messages go straight to the terminal, its numbers into the report. */
export async function runJest(
  { args }: JestRun,
  settings: Record<string, string>,
  reportPath: string,
  signal: AbortSignal,
): Promise<JestOutcome> {
  rmSync(reportPath, { force: true });
  const root = projectRoot();
  const jest = join(root, 'node_modules/jest/bin/jest.js');
  const child = spawn(process.execPath, [jest, ...args, '--passWithNoTests', '--json', `--outputFile=${reportPath}`], {
    cwd: root,
    env: { ...process.env, ...settings, NODE_ENV: 'test' },
    stdio: ['ignore', 'inherit', 'inherit'],
    signal,
    timeout: RUN_WITHIN_MS,
    killSignal: 'SIGKILL',
  });
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('exit', resolve);
  });
  return { succeeded: code === 0, report: readJson<JestReport>(reportPath) };
}
