import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { adminOf } from '../app-env';
import { knownSettings } from '../app-processes';
import { StackError } from '../errors';
import { readText, writePrivate } from '../files';
import type { Layout } from '../layout';
import { type Secrets, loadSecrets } from '../secrets';
import { SERVICES, type Service } from '../services';
import type { Settings } from '../settings';

const USER = 'tradewind';

/** A port or a server of this machine means nothing in a container. What docker-compose.yml sets itself wins anyway. */
const OF_THIS_MACHINE =
  /^(.+_)?PORT$|^(GATEWAY_)?HOST$|^(DATABASE|RABBITMQ|(RATE_LIMIT_)?REDIS|POSTGRES_ADMIN|GATEWAY)_URL$|^(ENGINE|COMPOSE_.+)$/;

interface Basis {
  settings: Settings;
  secrets: Secrets;
}

/** What each container is told besides docker-compose.yml, by file name: its own passwords, and the settings of .env. */
export function envFiles({ settings, secrets }: Basis): Record<string, Settings> {
  const common = passedOn(settings);
  const admin = adminOf(settings, secrets);
  const login = { ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password };
  const services = SERVICES.map((service) => [
    service.name,
    {
      ...common,
      ...serviceSettings(service, secrets),
      ...(service.name === 'user' ? userSecrets(settings, secrets, login) : {}),
    },
  ]);
  return {
    ...(Object.fromEntries(services) as Record<string, Settings>),
    gateway: common,
    databases: { POSTGRES_ADMIN_URL: postgresUrl(secrets, 'postgres:5432'), ...databasePasswords(secrets) },
    render: common,
    seed: login,
    postgres: { POSTGRES_USER: USER, POSTGRES_PASSWORD: secrets.postgresPassword },
    rabbitmq: {
      RABBITMQ_DEFAULT_USER: USER,
      RABBITMQ_DEFAULT_PASS: secrets.rabbitmqPassword,
      RABBITMQ_DEFAULT_VHOST: USER,
    },
    // Under this name redis-cli finds it too, for the health check.
    redis: { REDISCLI_AUTH: secrets.redisPassword },
    meilisearch: { MEILI_MASTER_KEY: secrets.meilisearchKey },
    grafana: { GF_SECURITY_ADMIN_USER: 'admin', GF_SECURITY_ADMIN_PASSWORD: secrets.grafanaPassword },
    keycloak: { KC_BOOTSTRAP_ADMIN_USERNAME: 'admin', KC_BOOTSTRAP_ADMIN_PASSWORD: secrets.keycloakPassword },
  };
}

/** The setting by which the job that makes the databases is told a service's password. */
export function passwordSetting(service: string): string {
  return `${service.toUpperCase()}_DB_PASSWORD`;
}

export function postgresUrl({ postgresPassword }: Secrets, address: string): string {
  return `postgres://${USER}:${postgresPassword}@${address}/postgres`;
}

export function rabbitmqUrl({ rabbitmqPassword }: Secrets, address: string): string {
  return `amqp://${USER}:${rabbitmqPassword}@${address}/${USER}`;
}

export function redisUrl({ redisPassword }: Secrets, address: string): string {
  return `redis://:${redisPassword}@${address}`;
}

export function rabbitmqUiUrl({ rabbitmqPassword }: Secrets, address: string): string {
  return `http://${USER}:${rabbitmqPassword}@${address}`;
}

function passedOn(settings: Settings): Settings {
  const secret = ['ADMIN_EMAIL', 'ADMIN_PASSWORD', 'REFRESH_TOKEN_SECRET'];
  const all = Object.entries(knownSettings(settings));
  return Object.fromEntries(all.filter(([name]) => !OF_THIS_MACHINE.test(name) && !secret.includes(name)));
}

function serviceSettings({ name, database }: Service, secrets: Secrets): Settings {
  const password = secrets.databasePasswords[name];
  return {
    RABBITMQ_URL: rabbitmqUrl(secrets, 'rabbitmq:5672'),
    REDIS_URL: redisUrl(secrets, 'redis:6379'),
    ...(database ? { DATABASE_URL: `postgres://${database.role}:${password}@postgres:5432/${database.name}` } : {}),
  };
}

function userSecrets(settings: Settings, secrets: Secrets, login: Settings): Settings {
  return { ...login, REFRESH_TOKEN_SECRET: settings.REFRESH_TOKEN_SECRET ?? secrets.refreshTokenSecret };
}

function databasePasswords({ databasePasswords: all }: Secrets): Settings {
  return Object.fromEntries(Object.entries(all).map(([service, password]) => [passwordSetting(service), password]));
}

/** Makes what docker-compose.yml expects in `.local`: the passwords, and the files that hand them to the containers. */
export function makeSecrets(layout: Layout, settings: Settings): Secrets {
  const secrets = secretsOf(layout);
  const texts = envTexts(layout, { settings, secrets });
  // One that says the same already is left alone.
  for (const [path, text] of texts) if (readText(path) !== text) writePrivate(path, text);
  for (const file of readdirSync(layout.compose)) {
    const path = join(layout.compose, file);
    if (!texts.has(path)) rmSync(path, { force: true });
  }
  return secrets;
}

/** Writes those of the files that are not there. The others say what the system was started with, and keep saying it. */
export function completeEnvFiles(layout: Layout, settings: Settings): void {
  const texts = envTexts(layout, { settings, secrets: secretsOf(layout) });
  for (const [path, text] of texts) if (!existsSync(path)) writePrivate(path, text);
}

function secretsOf(layout: Layout): Secrets {
  return loadSecrets(
    layout.secrets,
    SERVICES.map(({ name }) => name),
  );
}

/** The text of each file that docker-compose.yml names, by its path. */
function envTexts(layout: Layout, basis: Basis): Map<string, string> {
  const files = Object.entries(envFiles(basis));
  return new Map(
    files.map(([name, settings]) => [
      join(layout.compose, `${name}.env`),
      Object.entries(settings).map(envLine).join(''),
    ]),
  );
}

/** Quoted where needed, in the one way that every version of Compose reads alike. */
export function envLine([name, value]: [string, string]): string {
  if (/['\n\\]/.test(value)) {
    throw new StackError(`${name} holds a quote, a backslash or a line break, which cannot be handed to a container.`, [
      'Choose another value, or run natively: ENGINE=native',
    ]);
  }
  return /^[\w.,:/@%+=-]*$/.test(value) ? `${name}=${value}\n` : `${name}='${value}'\n`;
}
