import { boolean, integer, list, object, optional, text } from '../declaration/shape';
import type { Exchange } from '../exchange';
import { definePlugin } from './plugin';

const ORIGIN = text(
  /^https?:\/\/[A-Za-z0-9.-]+(:\d+)?$/,
  'only a plain origin such as http://localhost:3000 is implemented',
);
const NAMES = list(text(/^[A-Za-z0-9-]+$/, 'must be a method or header name'));

const config = object({
  origins: list(ORIGIN),
  methods: NAMES,
  headers: NAMES,
  exposed_headers: optional(NAMES, []),
  credentials: optional(boolean, false),
  max_age: integer(0),
});
type Config = ReturnType<typeof config>;

/** Answers preflights itself. It refuses nothing: a browser does, when its origin is not named in the answer. */
export const cors = definePlugin({
  name: 'cors',
  priority: 2000,
  scopes: ['global'],
  config,
  start: (options) => ({
    access: (exchange) => (isPreflight(exchange) ? { kind: 'exit', status: 200 } : undefined),
    respond(exchange) {
      const asked = exchange.route && isPreflight(exchange) ? preflightHeaders(options) : exposedHeaders(options);
      Object.assign(exchange.towardsClient, originHeaders(options, exchange.header('origin')), asked);
    },
  }),
});

function isPreflight(exchange: Exchange): boolean {
  const names = ['origin', 'access-control-request-method'];
  return exchange.method === 'OPTIONS' && names.every((name) => exchange.header(name) !== undefined);
}

/** A single configured origin is always named; of several, the one that asks. */
function originHeaders({ origins, credentials }: Config, asking: string | undefined): Record<string, string> {
  const [only] = origins;
  const single = origins.length === 1;
  const allowed = single
    ? only
    : origins.find((origin) => asking && withoutDefaultPort(origin) === withoutDefaultPort(asking));
  return {
    ...(allowed && { 'Access-Control-Allow-Origin': single ? allowed : (asking ?? allowed) }),
    ...(!single && { vary: 'Origin' }),
    ...(credentials && { 'Access-Control-Allow-Credentials': 'true' }),
  };
}

function preflightHeaders({ methods, headers, max_age }: Config): Record<string, string> {
  return {
    'Access-Control-Allow-Methods': methods.join(','),
    'Access-Control-Allow-Headers': headers.join(','),
    'Access-Control-Max-Age': String(max_age),
  };
}

function exposedHeaders({ exposed_headers }: Config): Record<string, string> {
  return exposed_headers.length > 0 ? { 'Access-Control-Expose-Headers': exposed_headers.join(',') } : {};
}

function withoutDefaultPort(origin: string): string {
  return origin.replace(/^(http:.*):80$|^(https:.*):443$/, '$1$2');
}
