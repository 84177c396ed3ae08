import { tellReloaded } from '../commands/reload-gateway';
import { StackError } from '../errors';
import { layoutOf } from '../layout';
import { withLock } from '../lock';
import { requireRunning } from '../running';
import type { ContainersState } from '../state';
import { Compose } from './compose';
import type { Outcome } from './run';

/** Kong by its own command; the stand-in by the signal that it listens to. */
const RELOAD = `if command -v kong; then kong reload; else node -e "process.kill(1, 'SIGHUP')"; fi`;

/** For a system in containers. */
export async function reloadGateway(state: ContainersState): Promise<void> {
  requireRunning(state);
  const reload = (): Promise<string> => Promise.resolve(reloadGatewayOf(Compose.of(state)));
  tellReloaded(await withLock(layoutOf(state.home).lock, reload));
}

/** The job that renders, then the gateway in its container; answers what the renderer warns of. */
export function reloadGatewayOf(compose: Compose): string {
  const rendered = compose.run('run', '--rm', '--no-deps', '-T', 'render');
  answerOf(rendered);
  answerOf(compose.run('exec', '-T', 'gateway', 'sh', '-ec', RELOAD));
  // A warning begins with the issuer that it is about; Compose itself talks on the same stream.
  return /^https?:/.test(rendered.complaint) ? rendered.complaint : '';
}

export function answerOf({ ok, stdout, complaint }: Outcome): string {
  if (ok) return stdout;
  throw new StackError(complaint);
}
