import { containersOf } from './docker/containers';
import { isAlive } from './machine/identity';
import { type ContainersState, type StackState, isInContainers } from './state';

/** True if anything of the system runs that this state tells of. */
export function isRunning(state: StackState | ContainersState): boolean {
  if (!isInContainers(state)) return isAlive(state.supervisor);
  return containersOf(state.project).some(({ status }) => status === 'running' || status === 'restarting');
}
