import { readRedis, type RedisFields } from './redis';
import { readTraces, type Traces } from './traces';

/** What a running system adds to gateway/kong.yml. */
export interface RenderSettings {
  output: string;
  keysDir: string;
  /** Requests per minute, by the tag that a rate-limiting plugin carries. */
  limits: ReadonlyMap<string, number>;
  /** Where all gateways count together; undefined: each by itself. */
  redis: RedisFields | undefined;
  /** Where a service really is, by its host name in kong.yml: USER_URL is for http://user:8001. */
  upstreams: ReadonlyMap<string, URL>;
  /** Undefined: the gateway records none. */
  traces: Traces | undefined;
}

/** All that is wrong, told at once: who fixes one setting should not meet the next at the next start. */
export class BadSettings extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The gateway's file was not written:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

const LIMITS: readonly (readonly [tag: string, name: string, preset: number])[] = [
  ['general-limit', 'RATE_LIMIT_PER_MINUTE', 60],
  ['ai-limit', 'RATE_LIMIT_AI_PER_MINUTE', 15],
  ['login-limit', 'RATE_LIMIT_LOGIN_PER_MINUTE', 10],
];

export function readSettings(env: Environment, upstreamHosts: readonly string[], problems: string[]): RenderSettings {
  return {
    output: env['KONG_DECLARATIVE_CONFIG'] || '.local/gateway/kong.yml',
    keysDir: env['JWT_KEYS_DIR'] || '.local/keys',
    limits: new Map(LIMITS.map(([tag, name, preset]) => [tag, limit(name, env[name], preset, problems)])),
    upstreams: new Map(upstreamHosts.flatMap((host) => upstream(host, env, problems))),
    redis: readRedis(env, problems),
    traces: readTraces(env, problems),
  };
}

function limit(name: string, value: string | undefined, preset: number, problems: string[]): number {
  if (value === undefined || value === '') return preset;
  if (/^[1-9]\d{0,8}$/.test(value)) return Number(value);
  problems.push(`${name} must be a whole number of requests from 1 up, but is "${value}"`);
  return preset;
}

function upstream(host: string, env: Environment, problems: string[]): [string, URL][] {
  const name = `${host.toUpperCase().replaceAll('-', '_')}_URL`;
  const value = env[name];
  if (value === undefined || value === '') return [];
  if (URL.canParse(value) && isOrigin(new URL(value))) return [[host, new URL(value)]];
  problems.push(`${name} must be an address such as http://127.0.0.1:8001, without a path, but is "${value}"`);
  return [];
}

function isOrigin(url: URL): boolean {
  const web = url.protocol === 'http:' || url.protocol === 'https:';
  return web && url.pathname === '/' && `${url.username}${url.password}${url.search}${url.hash}` === '';
}
