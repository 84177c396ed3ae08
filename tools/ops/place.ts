import { join } from 'node:path';
import { StackError } from '../stack/src/errors';
import { layoutOf, projectRoot } from '../stack/src/layout';
import { loadSettings, type Settings } from '../stack/src/settings';
import { Http } from '../shared/http';
import { runningSystem } from '../shared/system';

/** Which system, and who operates it. */
export interface Place {
  readonly gateway: Http;
  readonly admin: { readonly email: string; readonly password: string };
  /** Where the token may be kept until it expires; another system's is not kept. */
  readonly tokenFile?: string;
}

/** The system of `--home`, else the one that the settings name, else the one that `make up` has started. */
export function placeOf(home: string | undefined, settings: Settings = loadSettings()): Place {
  if (home === undefined && settings.GATEWAY_URL !== undefined) return otherSystem(settings.GATEWAY_URL, settings);
  const base = home ?? join(projectRoot(), '.local');
  const { gateway, admin } = runningSystem(base);
  return { gateway, admin, tokenFile: join(layoutOf(base).run, 'ops-token.json') };
}

function otherSystem(url: string, { ADMIN_EMAIL: email, ADMIN_PASSWORD: password }: Settings): Place {
  if (email === undefined || password === undefined) {
    throw new StackError(`GATEWAY_URL is ${url}, but who is ADMIN there?`, ['Set ADMIN_EMAIL and ADMIN_PASSWORD too.']);
  }
  return { gateway: new Http(url.replace(/\/+$/, '')), admin: { email, password } };
}
