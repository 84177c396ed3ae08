import type { Counter, Window } from '../counting/counter';
import type { Counters } from '../counting/counters';
import { boolean, headerName, integer, object, oneOf, optional, refuse, text, type Reader } from '../declaration/shape';
import { secretText } from '../declaration/vault';
import type { Answer } from '../errors';
import type { Exchange } from '../exchange';
import { definePlugin, type Place } from './plugin';

const MINUTE = 60_000;
const NOWHERE = '00000000-0000-0000-0000-000000000000';

const redis = object(
  {
    host: text(/^[A-Za-z0-9._:-]+$/, 'must be the name or address of a host'),
    port: optional(integer(0, 65_535), 6379),
    username: optional(secretText, undefined),
    password: optional(secretText, undefined),
    database: optional(integer(0), 0),
    timeout: optional(integer(0), 2000),
    ssl: optional(oneOf([false], [true]), false),
    ssl_verify: optional(oneOf([false], [true]), false),
  },
  ['server_name'],
);

const fields = object(
  {
    minute: optional(integer(1), undefined),
    limit_by: optional(oneOf(['ip', 'header'], ['consumer', 'credential', 'service', 'path']), 'consumer' as const),
    header_name: optional(headerName, undefined),
    policy: optional(oneOf(['local', 'redis'], ['cluster']), 'local'),
    redis: optional(redis, undefined),
    fault_tolerant: optional(boolean, true),
    hide_client_headers: optional(boolean, false),
    sync_rate: optional(oneOf([-1]), -1),
  },
  [
    ...['second', 'hour', 'day', 'month', 'year', 'path', 'error_code', 'error_message', 'redis_host', 'redis_port'],
    ...['redis_password', 'redis_username', 'redis_ssl', 'redis_ssl_verify', 'redis_server_name', 'redis_timeout'],
    'redis_database',
  ],
);
type Fields = ReturnType<typeof fields>;
type Config = Fields & { minute: number };

const config: Reader<Config> = (value, place) => {
  refuseShrinkingWindows(value, place);
  const { minute, ...read } = fields(value, place);
  if (minute === undefined) return refuse(place, 'needs at least one limit, such as minute');
  if (read.limit_by === 'consumer') return refuse(`${place}.limit_by`, '"consumer" (the default) is not implemented');
  if (read.limit_by === 'header' && read.header_name === undefined)
    return refuse(`${place}.header_name`, 'is needed for limit_by: header');
  if (read.policy === 'redis' && read.redis === undefined)
    return refuse(`${place}.redis`, 'is needed for policy: redis');
  return { ...read, minute };
};

const WINDOWS = ['second', 'minute', 'hour', 'day', 'month', 'year'];

/** A longer window can't have the lower limit. */
function refuseShrinkingWindows(value: unknown, place: string): void {
  const given = Object.entries(value ?? {}).filter(([name]) => WINDOWS.includes(name)) as [string, unknown][];
  const limits = given.sort(([a], [b]) => WINDOWS.indexOf(a) - WINDOWS.indexOf(b)).map(([, limit]) => Number(limit));
  if (limits.some((limit, i) => limit < Math.max(...limits.slice(0, i))))
    refuse(place, 'a longer window must not have a lower limit than a shorter one');
}

/** Fixed windows from one full minute to the next, counted for each place where the plugin is bound. */
export const rateLimiting = definePlugin({
  name: 'rate-limiting',
  priority: 910,
  toConsumers: 'yes',
  config,
  start(options, { counters }, ids) {
    const counter = counterOf(options, counters);
    return {
      async access(exchange) {
        const window = { startsAt: exchange.now - (exchange.now % MINUTE), seconds: 60 };
        const key = keyOf(ids, callerOf(exchange, options), window);
        const taken = await takenBefore(counter, key, options.minute, window);
        if (taken !== undefined) return judge(exchange, options, taken, window);
        return options.fault_tolerant ? undefined : UNKNOWN;
      },
    };
  },
});

const UNKNOWN: Answer = { kind: 'exit', status: 500, body: { message: 'An unexpected error occurred' } };
const REFUSED: Answer = { kind: 'error', status: 429, message: 'API rate limit exceeded' };

function counterOf({ policy, redis: address }: Config, counters: Counters): Counter {
  return policy === 'redis' && address ? counters.redis(address) : counters.local;
}

function callerOf(exchange: Exchange, { limit_by, header_name = '' }: Config): string {
  return (limit_by === 'header' && exchange.header(header_name)) || exchange.peer.address;
}

/** Kong's own, so that gateways of both kinds could count together. */
function keyOf({ route = NOWHERE, service = NOWHERE }: Place, caller: string, { startsAt }: Window): string {
  return `ratelimit:${route}:${service}:${caller}:${startsAt}:minute`;
}

/** Undefined where the counter is away: by `fault_tolerant` it is chosen what that means. */
async function takenBefore(counter: Counter, key: string, limit: number, window: Window): Promise<number | undefined> {
  try {
    return await counter.take(key, limit, window);
  } catch {
    return undefined;
  }
}

function judge(exchange: Exchange, options: Config, taken: number, { startsAt }: Window): Answer | undefined {
  const { minute: limit, hide_client_headers } = options;
  const allowed = taken < limit;
  const remaining = String(Math.max(0, limit - taken - 1));
  const reset = String(60 - Math.floor((exchange.now - startsAt) / 1000));
  if (!hide_client_headers) {
    Object.assign(exchange.towardsClient, {
      'RateLimit-Limit': String(limit),
      'RateLimit-Remaining': remaining,
      'RateLimit-Reset': reset,
      'X-RateLimit-Limit-Minute': String(limit),
      'X-RateLimit-Remaining-Minute': remaining,
      ...(!allowed && { 'Retry-After': reset }),
    });
  }
  return allowed ? undefined : REFUSED;
}
