import { cleanEnv, CleanedEnv, EnvMissingError, num, port, str, url, ValidatorSpec } from 'envalid';

/** A value that is missing or wrong, and what it should be. */
export class SettingsError extends Error {}

/**
 * Reads settings from the environment once. Every problem is listed at once, each with what the setting is for.
 * @throws SettingsError with that list.
 */
export function readSettings<S extends Record<string, ValidatorSpec<unknown>>>(
  specs: S,
  environment: NodeJS.ProcessEnv = process.env,
): CleanedEnv<S> {
  return cleanEnv(environment, specs, {
    reporter: ({ errors }) => {
      const problems = Object.entries(errors).map(([name, error]) => {
        const { desc } = specs[name] as { desc?: string };
        // envalid repeats the description behind what is missing.
        const problem = error instanceof EnvMissingError ? 'is not set' : error?.message;
        return `  ${name}: ${problem}${desc ? ` (${desc})` : ''}`;
      });
      if (problems.length > 0) throw new SettingsError(`Settings are missing or wrong:\n${problems.join('\n')}`);
    },
  });
}

/** What every service needs to know. Spread into its own settings. */
export const serviceSettings = {
  NODE_ENV: str({ default: 'development', choices: ['development', 'production', 'test'], desc: 'where this runs' }),
  HOST: str({ default: '127.0.0.1', desc: 'the address to listen on' }),
  LOG_LEVEL: str({
    default: 'info',
    choices: ['fatal', 'error', 'warn', 'info', 'debug', 'trace'],
    desc: 'least level logged',
  }),
  BUILD_COMMIT: str({ default: 'unknown', desc: 'the commit that was built, for build_info' }),
  DATABASE_URL: url({ desc: "this service's database, postgres://role:password@host:port/database" }),
  DATABASE_POOL_SIZE: num({ default: 20, desc: 'connections to the database at most' }),
  RABBITMQ_URL: url({ desc: 'the broker, amqp://user:password@host:port/vhost' }),
  RABBITMQ_PREFETCH: num({ default: 10, desc: 'messages handled at once; keep it below the pool size' }),
  REDIS_URL: url({ default: 'redis://127.0.0.1:6379', desc: 'Redis, redis://[user:password@]host:port[/database]' }),
  JWKS_URL: url({ default: 'http://127.0.0.1:8001/api/auth/jwks', desc: 'where the public keys of access tokens are' }),
  JWT_ISSUER: str({ default: 'tradewind', desc: 'the issuer that access tokens must name' }),
  JWT_AUDIENCE: str({ default: 'tradewind', desc: 'the audience that access tokens must name' }),
  // libs/oidc reads these: empty is the same as not set.
  OIDC_ISSUER: str({ default: '', desc: 'an OpenID Connect issuer whose access tokens are taken too; empty: none' }),
  OIDC_AUDIENCE: str({ default: '', desc: 'the audience that its tokens must name; empty: JWT_AUDIENCE' }),
  OIDC_ROLE_CLAIM: str({ default: 'realm_access.roles', desc: 'where its tokens list roles: a claim, or a path' }),
  OIDC_JWKS_URL: str({ default: '', desc: 'where its public keys are; empty: where its discovery document says' }),
  OIDC_ALLOW_HTTP: str({
    default: '',
    choices: ['', 'true', 'false'],
    desc: 'its keys over plain http, for development',
  }),
};

export { makeValidator, num, str, url } from 'envalid';
export type { CleanedEnv } from 'envalid';
export const portSetting = (standard: number): ReturnType<typeof port<number>> =>
  port({ default: standard, desc: 'the port to listen on' });
