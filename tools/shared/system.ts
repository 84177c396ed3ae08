import { adminOf } from '../stack/src/app-env';
import { StackError } from '../stack/src/errors';
import { layoutOf } from '../stack/src/layout';
import { isRunning } from '../stack/src/running';
import { loadSecrets } from '../stack/src/secrets';
import { loadSettings } from '../stack/src/settings';
import { type ContainersState, isInContainers, readAnyState } from '../stack/src/state';
import { Http } from './http';

/** The services' own ports, for what has to be set up. */
export interface BackDoor {
  readonly user: Http;
  readonly product: Http;
  readonly inventory: Http;
}

/** The running system: the gateway for what a customer does; behind it, the services or the containers they are in. */
export interface System {
  readonly gateway: Http;
  readonly behind: BackDoor | ContainersState;
  readonly admin: { readonly email: string; readonly password: string };
  readonly rabbitmqUi: string | undefined;
}

/** Finds the system that `make up` has started. */
export function runningSystem(home: string): System {
  const layout = layoutOf(home);
  const state = readAnyState(layout.state);
  if (!state || !isRunning(state)) throw new StackError('Tradewind is not running.', ['Start it: make up']);
  const at = (name: string): Http => {
    const url = state.urls[name];
    if (url === undefined) throw new StackError(`The running system has no ${name}.`, ['Complete it: make up']);
    return new Http(url);
  };
  return {
    gateway: at('gateway'),
    behind: isInContainers(state) ? state : { user: at('user'), product: at('product'), inventory: at('inventory') },
    admin: adminOf(loadSettings(), loadSecrets(layout.secrets, [])),
    rabbitmqUi: state.urls.rabbitmqUi,
  };
}
