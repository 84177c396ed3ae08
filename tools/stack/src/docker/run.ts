import { spawnSync } from 'node:child_process';
import type { Settings } from '../settings';

/** How a command ended that was waited for. */
export interface Outcome {
  ok: boolean;
  stdout: string;
  /** What it said instead, in one line. */
  complaint: string;
}

export interface RunOptions {
  timeoutMs?: number;
  env?: Settings;
  cwd?: string;
}

export type Run = (command: readonly string[], options?: RunOptions) => Outcome;

const USUAL_TIMEOUT_MS = 60_000;

/** Runs a short command to its end. One that is not there, or takes too long, has failed like any other. */
export const run: Run = ([command = '', ...args], { timeoutMs = USUAL_TIMEOUT_MS, env, cwd } = {}) => {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: timeoutMs,
    env: env ?? process.env,
    cwd,
    maxBuffer: 64 * 1024 * 1024,
  });
  return { ok: status === 0, stdout: stdout ?? '', complaint: lastLine(stderr ?? '') || (error?.message ?? '') };
};

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
