import { StackError } from '../errors';
import type { ContainersState } from '../state';
import { Compose } from './compose';

/** Runs a job of docker-compose.yml inside the system; what it found out is its last line, as JSON. */
export function runJob<T>(state: ContainersState, job: string): T {
  const { ok, stdout, complaint } = Compose.of(state).run('run', '--rm', '-T', job);
  if (ok) return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as T;
  throw new StackError(`The job "${job}" failed in its container.`, [
    complaint || stdout,
    'See what runs: make status',
  ]);
}
