import { boolean, headerName, integer, list, object, oneOf, optional, refuse, type Reader } from '../declaration/shape';
import type { Exchange } from '../exchange';
import { definePlugin } from './plugin';

const METHODS = ['GET', 'HEAD', 'PUT', 'PATCH', 'POST', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT'] as const;

const origin: Reader<string> = (value, place) => {
  if (typeof value !== 'string') return refuse(place, 'must be a text', value);
  if (/^https?:\/\/[A-Za-z0-9.-]+(:\d+)?$/.test(value)) return value;
  return refuse(place, 'is not implemented: only a plain origin such as http://localhost:3000 is', value);
};

const config = object(
  {
    origins: list(origin),
    methods: optional(list(oneOf(METHODS)), METHODS),
    headers: optional(list(headerName), undefined),
    exposed_headers: optional(list(headerName), []),
    credentials: optional(boolean, false),
    max_age: optional(integer(0), undefined),
  },
  ['preflight_continue', 'private_network'],
);
type Config = ReturnType<typeof config>;

/** Answers preflights itself. It refuses nothing: a browser does, when its origin is not named in the answer. */
export const cors = definePlugin({
  name: 'cors',
  priority: 2000,
  toConsumers: 'never',
  config: (value, place) => {
    const read = config(value, place);
    return read.origins.length > 0 ? read : refuse(`${place}.origins`, 'an empty list is not implemented');
  },
  start: (options) => ({
    access: (exchange) => (isPreflight(exchange) ? { kind: 'exit', status: 200 } : undefined),
    respond(exchange) {
      const asked =
        exchange.route && isPreflight(exchange) ? preflightHeaders(options, exchange) : exposedHeaders(options);
      Object.assign(exchange.towardsClient, originHeaders(options, exchange.header('origin')), asked);
    },
  }),
});

function isPreflight(exchange: Exchange): boolean {
  const names = ['origin', 'access-control-request-method'];
  return exchange.method === 'OPTIONS' && names.every((name) => exchange.header(name) !== undefined);
}

/** A single configured origin is always named; of several, the one that asks. What the upstream has named never is. */
function originHeaders(
  { origins, credentials }: Config,
  asking: string | undefined,
): Record<string, string | undefined> {
  const asked = asking && withoutDefaultPort(asking);
  const named = origins.length === 1 ? origins[0] : origins.map(withoutDefaultPort).find((one) => one === asked);
  return {
    'Access-Control-Allow-Origin': named,
    vary: 'Origin',
    ...(credentials && { 'Access-Control-Allow-Credentials': 'true' }),
  };
}

function preflightHeaders(
  { methods, headers, max_age }: Config,
  exchange: Exchange,
): Record<string, string | undefined> {
  return {
    'Access-Control-Allow-Methods': methods.join(','),
    'Access-Control-Allow-Headers': headers?.join(',') ?? exchange.header('access-control-request-headers'),
    'Access-Control-Max-Age': max_age === undefined ? undefined : String(max_age),
  };
}

function exposedHeaders({ exposed_headers }: Config): Record<string, string> {
  return exposed_headers.length > 0 ? { 'Access-Control-Expose-Headers': exposed_headers.join(',') } : {};
}

function withoutDefaultPort(address: string): string {
  return address.replace(/^(http:.*):80$|^(https:.*):443$/, '$1$2');
}
