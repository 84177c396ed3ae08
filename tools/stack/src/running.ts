import { containersOf } from './docker/containers';
import { StackError } from './errors';
import type { Layout } from './layout';
import { isAlive } from './machine/identity';
import { type ContainersState, type StackState, isInContainers, readState } from './state';

/** True if anything of the system runs that this state tells of. */
export function isRunning(state: StackState | ContainersState): boolean {
  if (!isInContainers(state)) return isAlive(state.supervisor);
  return containersOf(state.project).some(({ status }) => status === 'running' || status === 'restarting');
}

/**
 * What runs natively.
 * @throws StackError where nothing does
 */
export function runningState({ state: path }: Layout): StackState {
  const state = readState(path);
  if (!state || !isRunning(state)) throw nothingRuns();
  return state;
}

/** @throws StackError where nothing of the containers runs */
export function requireRunning(state: ContainersState): void {
  if (!isRunning(state)) throw nothingRuns();
}

function nothingRuns(): StackError {
  return new StackError('Nothing runs.', ['Start it with: make up']);
}
