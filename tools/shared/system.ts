import { adminOf } from '../stack/src/app-env';
import { StackError } from '../stack/src/errors';
import { layoutOf } from '../stack/src/layout';
import { isAlive } from '../stack/src/machine/identity';
import { loadSecrets } from '../stack/src/secrets';
import { loadSettings } from '../stack/src/settings';
import { readState } from '../stack/src/state';
import { Http } from './http';

/** The running system: the gateway for what a customer does, the services' own ports for what has to be set up. */
export interface System {
  readonly gateway: Http;
  readonly user: Http;
  readonly product: Http;
  readonly inventory: Http;
  readonly admin: { readonly email: string; readonly password: string };
  readonly rabbitmqUi: string | undefined;
}

/** Finds the system that `make up` has started. */
export function runningSystem(home: string): System {
  const layout = layoutOf(home);
  const state = readState(layout.state);
  if (!state || !isAlive(state.supervisor)) throw new StackError('Tradewind is not running.', ['Start it: make up']);
  const at = (name: string): Http => {
    const url = state.urls[name];
    if (url === undefined) throw new StackError(`The running system has no ${name}.`, ['Complete it: make up']);
    return new Http(url);
  };
  return {
    gateway: at('gateway'),
    user: at('user'),
    product: at('product'),
    inventory: at('inventory'),
    admin: adminOf(loadSettings(), loadSecrets(layout.secrets, [])),
    rabbitmqUi: state.urls.rabbitmqUi,
  };
}
