import { rotate } from '../commands/rotate-keys';
import { StackError } from '../errors';
import { layoutOf } from '../layout';
import { withLock } from '../lock';
import { isRunning } from '../running';
import type { ContainersState } from '../state';
import { Compose } from './compose';
import type { Outcome } from './run';

const KEYS = 'dist/apps/user/src/keys/main.js';
/** Kong by its own command; the stand-in by the signal that it listens to. */
const RELOAD = `if command -v kong; then kong reload; else node -e "process.kill(1, 'SIGHUP')"; fi`;

/** For a system in containers: the user service's volume of keys, the job that renders, the gateway in its container. */
export async function rotateKeys(state: ContainersState, signsIn: string): Promise<void> {
  if (!isRunning(state)) throw new StackError('Nothing runs.', ['Start it with: make up']);
  const compose = Compose.of(state);
  const { gateway } = state.urls;
  const places = {
    keys: (...args: string[]) => answerOf(compose.run('exec', '-T', 'user', 'node', KEYS, ...args)),
    reloadGateway: () => {
      answerOf(compose.run('run', '--rm', '--no-deps', '-T', 'render'));
      answerOf(compose.run('exec', '-T', 'gateway', 'sh', '-ec', RELOAD));
    },
    // The user service is not published; its keys are public, through the gateway too.
    urls: { user: gateway, gateway },
    logs: 'make logs',
  };
  await withLock(layoutOf(state.home).lock, () => rotate(places, signsIn));
}

function answerOf({ ok, stdout, complaint }: Outcome): string {
  if (ok) return stdout;
  throw new StackError(complaint);
}
