import { eventually } from '@tradewind/testing';
import { readFileSync } from 'node:fs';
import { isAlive } from '../../tools/stack/src/machine/identity';
import { stackState } from './environment';

const READY_WITHIN_MS = 120_000;
const LOOK_EVERY_MS = 100;

/**
 * Ends a process of the system under test, with whatever it has started, as a power cut would: no signal that it could
 * hear, nothing tidied up.
 */
export function killHard(name: string): void {
  const { pid, startTime } = stackState().processes[name] ?? {};
  if (pid === undefined || startTime === undefined || !isAlive({ pid, startTime })) {
    throw new Error(`${name} does not run, so it cannot be killed`);
  }
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  for (const victim of [pid, ...children]) killOne(victim);
}

function killOne(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // A child may have ended with its parent.
  }
}

/** How often each process has been started again after an unexpected end. */
export function restarts(): Record<string, number> {
  const { processes } = stackState();
  return Object.fromEntries(Object.entries(processes).map(([name, state]) => [name, state.restarts]));
}

/** Waits until everything runs and the killed process has been started again since `before`. */
export async function restarted(name: string, before: Record<string, number>): Promise<void> {
  const look = (): void => {
    expect(restarts()[name]).toBeGreaterThan(before[name] ?? 0);
    expectAllReady();
  };
  await eventually(look, READY_WITHIN_MS, LOOK_EVERY_MS);
}

export function allReady(): Promise<void> {
  return eventually(expectAllReady, READY_WITHIN_MS, LOOK_EVERY_MS);
}

function expectAllReady(): void {
  const notReady = Object.entries(stackState().processes).filter(([, { status }]) => status !== 'ready');
  expect(notReady.map(([name, { status }]) => `${name} is ${status}`)).toEqual([]);
}
