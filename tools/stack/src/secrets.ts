import { randomBytes } from 'node:crypto';
import { readJson, writeJson } from './files';

/** Passwords that have no safe default: made at the first start, then kept. */
export interface Secrets {
  postgresPassword: string;
  rabbitmqPassword: string;
  redisPassword: string;
  erlangCookie: string;
  refreshTokenSecret: string;
  adminPassword: string;
  meilisearchKey: string;
  grafanaPassword: string;
  keycloakPassword: string;
  /** By service name. */
  databasePasswords: Record<string, string>;
}

export type MakeSecret = (bytes: number) => string;

// base64url needs no escaping in a URL, a shell or a configuration file.
const randomSecret: MakeSecret = (bytes) => randomBytes(bytes).toString('base64url');

/** Fills what is missing and leaves what is there: a new service gets its password, the others keep theirs. */
export function completeSecrets(known: Partial<Secrets>, services: string[], make: MakeSecret = randomSecret): Secrets {
  const databasePasswords = { ...known.databasePasswords };
  for (const service of services) databasePasswords[service] ??= make(24);
  return {
    postgresPassword: known.postgresPassword ?? make(24),
    rabbitmqPassword: known.rabbitmqPassword ?? make(24),
    redisPassword: known.redisPassword ?? make(24),
    erlangCookie: known.erlangCookie ?? make(32),
    refreshTokenSecret: known.refreshTokenSecret ?? make(48),
    adminPassword: known.adminPassword ?? make(12),
    meilisearchKey: known.meilisearchKey ?? make(24),
    grafanaPassword: known.grafanaPassword ?? make(12),
    keycloakPassword: known.keycloakPassword ?? make(12),
    databasePasswords,
  };
}

/** Reads the secrets file, completing it first where something is missing. */
export function loadSecrets(path: string, services: string[]): Secrets {
  const known = readJson<Partial<Secrets>>(path) ?? {};
  const secrets = completeSecrets(known, services);
  if (JSON.stringify(known) !== JSON.stringify(secrets)) writeJson(path, secrets);
  return secrets;
}
