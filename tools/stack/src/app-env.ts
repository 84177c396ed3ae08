import type { Layout } from './layout';
import { HOME_MARK, NAME_MARK } from './machine/identity';
import type { Secrets } from './secrets';
import { GATEWAY, GATEWAY_STATUS, SERVICES, type Service, TO_COME, urlSetting } from './services';
import type { Settings } from './settings';

/** All that an application's environment is made of. */
export interface AppContext {
  layout: Layout;
  settings: Settings;
  secrets: Secrets;
  ports: Record<string, number>;
  postgresUrl: string;
  rabbitmqUrl: string;
  redisUrl: string;
}

const LOOPBACK = '127.0.0.1';
/** For services to come: whoever listens at their own ports by now, be it our gateway, would be sent requests with tokens. */
const NOBODYS_PORT = 1;

export function localUrl(port: number | undefined): string {
  return `http://${LOOPBACK}:${port}`;
}

/** The settings that are ours to decide; every other setting of the environment passes through. */
export function ownAppSettings(service: Service, context: AppContext): Settings {
  const { ports, settings } = context;
  return {
    ...commonSettings(service.name, context),
    PORT: String(ports[service.name]),
    ...(service.database ? { DATABASE_URL: databaseUrl(service, context) } : {}),
    RABBITMQ_URL: context.rabbitmqUrl,
    REDIS_URL: context.redisUrl,
    JWKS_URL: `${localUrl(ports.user)}/api/auth/jwks`,
    ...(service.name === 'user' ? userSettings(context, settings) : {}),
  };
}

/** The gateway's settings: those of its renderer and of the stand-in for Kong. */
export function ownGatewaySettings(context: AppContext): Settings {
  const toCome = TO_COME.map((service) => [
    urlSetting(service),
    context.settings[urlSetting(service)] ?? localUrl(NOBODYS_PORT),
  ]);
  return {
    ...commonSettings(GATEWAY.name, context),
    ...(Object.fromEntries(toCome) as Settings),
    KONG_DECLARATIVE_CONFIG: context.layout.gatewayConfig,
    GATEWAY_HOST: LOOPBACK,
    GATEWAY_PORT: String(context.ports[GATEWAY.name]),
    STATUS_PORT: String(context.ports[GATEWAY_STATUS.name]),
    JWT_KEYS_DIR: context.layout.keys,
  };
}

/** The first administrator: from the settings, else with a generated password. */
export function adminOf(settings: Settings, secrets: Secrets): { email: string; password: string } {
  return {
    email: settings.ADMIN_EMAIL ?? 'admin@tradewind.test',
    password: settings.ADMIN_PASSWORD ?? secrets.adminPassword,
  };
}

function commonSettings(name: string, { layout, settings, ports }: AppContext): Settings {
  const addresses = SERVICES.map((service) => [urlSetting(service), localUrl(ports[service.name])]);
  return {
    NODE_ENV: settings.NODE_ENV ?? 'development',
    HOST: LOOPBACK,
    ...(Object.fromEntries(addresses) as Settings),
    [HOME_MARK]: layout.home,
    [NAME_MARK]: name,
  };
}

function userSettings({ layout, secrets }: AppContext, settings: Settings): Settings {
  const admin = adminOf(settings, secrets);
  return {
    JWT_KEYS_DIR: layout.keys,
    REFRESH_TOKEN_SECRET: settings.REFRESH_TOKEN_SECRET ?? secrets.refreshTokenSecret,
    ADMIN_EMAIL: admin.email,
    ADMIN_PASSWORD: admin.password,
  };
}

/** The service's own login on the server that the admin URL names. */
function databaseUrl({ name, database }: Service, { postgresUrl, secrets }: AppContext): string {
  const url = new URL(postgresUrl);
  url.username = database?.role ?? '';
  url.password = secrets.databasePasswords[name] ?? '';
  url.pathname = `/${database?.name}`;
  return url.toString();
}
