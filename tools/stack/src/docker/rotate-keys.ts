import { rotate } from '../commands/rotate-keys';
import { layoutOf } from '../layout';
import { withLock } from '../lock';
import { requireRunning } from '../running';
import type { ContainersState } from '../state';
import { Compose } from './compose';
import { answerOf, reloadGatewayOf } from './reload-gateway';

const KEYS = 'dist/apps/user/src/keys/main.js';

/** For a system in containers: the user service's volume of keys, the job that renders, the gateway in its container. */
export async function rotateKeys(state: ContainersState, signsIn: string): Promise<void> {
  requireRunning(state);
  const compose = Compose.of(state);
  const { gateway } = state.urls;
  const places = {
    keys: (...args: string[]) => answerOf(compose.run('exec', '-T', 'user', 'node', KEYS, ...args)),
    reloadGateway: () => void reloadGatewayOf(compose),
    // The user service is not published; its keys are public, through the gateway too.
    urls: { user: gateway, gateway },
    logs: 'make logs',
  };
  await withLock(layoutOf(state.home).lock, () => rotate(places, signsIn));
}
