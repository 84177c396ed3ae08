import { layoutOf } from '../layout';
import { isAlive } from '../machine/identity';
import { say, table } from '../output';
import { readState } from '../state';
import { withoutPassword } from '../watch';

/** What runs now, one line each; exit code 1 where nothing does. */
export function status(home: string): void {
  const state = readState(layoutOf(home).state);
  if (!state || !isAlive(state.supervisor)) {
    say('Not running. Start it with: make up');
    process.exitCode = 1;
    return;
  }
  const rows = Object.entries(state.processes).map(([name, it]) => [
    name,
    it.status,
    `pid ${it.pid ?? '-'}`,
    withoutPassword(it.url),
    it.restarts === 0 ? '' : `restarts ${it.restarts} (last: ${it.lastExit})`,
  ]);
  for (const line of table(rows)) say(line);
}
