import { StackError } from '../errors';
import { layoutOf } from '../layout';
import { isAlive } from '../machine/identity';
import { say } from '../output';
import { runningState } from '../running';

/** Kills one process of the system with -9, to see what happens. The supervisor starts it again. */
export function kill(home: string, app: string | undefined): void {
  const state = runningState(layoutOf(home));
  const { pid, startTime } = (app === undefined ? undefined : state.processes[app]) ?? {};
  if (pid === undefined || startTime === undefined || !isAlive({ pid, startTime })) {
    const names = Object.keys(state.processes).join(', ');
    throw new StackError(`There is no "${app ?? ''}" to kill.`, [
      `Say which: make kill APP=payment; there are ${names}`,
    ]);
  }
  process.kill(pid, 'SIGKILL');
  say(`${app} (pid ${pid}) is killed; the supervisor starts it again.`);
}
