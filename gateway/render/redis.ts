type Environment = Readonly<Record<string, string | undefined>>;

/** As Kong's rate-limiting has it. */
export interface RedisFields {
  host: string;
  port: number;
  username?: string;
  password?: string;
  database: number;
  timeout: number;
}

const NAME = 'RATE_LIMIT_REDIS_URL';
const REFERENCE = /\{vault:[^}]+\}/.source;
const FORM = new RegExp(
  `^redis://(?:([^:@/]*):(${REFERENCE}|[^:@/]+)@)?([A-Za-z0-9._-]+|\\[[0-9a-f:]+\\])(?::(\\d{1,5}))?(?:/(\\d+)?)?$`,
);
/** Each request waits for its count: a Redis that is slow must not make the shop slow. */
const TIMEOUT_MS = 500;

/** Undefined: each gateway counts for itself. The password can be a reference to Kong's environment. */
export function readRedis(env: Environment, problems: string[]): RedisFields | undefined {
  const value = env[NAME];
  if (value === undefined || value === '') return undefined;
  const [, username, password, host, port, database] = FORM.exec(value) ?? [];
  if (host !== undefined) {
    return {
      host: host.replace(/^\[|\]$/g, ''),
      port: Number(port ?? 6379),
      ...(username && { username: decodeURIComponent(username) }),
      ...(password && { password: decodeURIComponent(password) }),
      database: Number(database ?? 0),
      timeout: TIMEOUT_MS,
    };
  }
  problems.push(`${NAME} must be an address such as redis://redis:6379 or redis://user:password@redis:6379/1`);
  return undefined;
}
