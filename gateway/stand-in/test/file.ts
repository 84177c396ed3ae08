import { stringify } from 'yaml';
import { Exchange, type Line } from '../exchange';

interface Parts {
  service?: Readonly<Record<string, unknown>>;
  routes?: readonly object[];
  plugins?: readonly unknown[] | undefined;
  consumers?: readonly unknown[];
  more?: Readonly<Record<string, unknown>>;
}

/** A small valid file for Kong, with what a test wants to be different. */
export function aFile({ service, routes, plugins, consumers, more }: Parts = {}): string {
  const one = {
    name: 's',
    url: 'http://127.0.0.1:9/base',
    retries: 0,
    connect_timeout: 1000,
    write_timeout: 1000,
    read_timeout: 1000,
    routes: routes ?? [{ name: 'r', paths: ['/a'] }],
    ...service,
  };
  const file = {
    _format_version: '3.0',
    services: [one],
    ...(plugins && { plugins }),
    ...(consumers && { consumers }),
    ...more,
  };
  return stringify(file, { version: '1.1' });
}

export const JWT = {
  name: 'jwt',
  config: { key_claim_name: 'kid', claims_to_verify: ['exp'], header_names: ['authorization'], uri_param_names: [] },
};

export function limitOf(minute: number, config: Readonly<Record<string, unknown>> = { limit_by: 'ip' }): unknown {
  return { name: 'rate-limiting', config: { minute, ...config } };
}

interface Asked {
  method?: string;
  path?: string;
  headers?: readonly Line[];
  now?: number;
}

/** A request that plugins can look at without a connection. */
export function anExchange({ method = 'GET', path = '/', headers = [], now = 0 }: Asked = {}): Exchange {
  const head = { method, target: path, version: '1.1', lines: headers };
  return new Exchange('id', head, { address: '127.0.0.1', port: 8000 }, now);
}
