import { StackError } from '../errors';
import type { Layout } from '../layout';
import type { PortWish } from '../machine/ports';
import { installPackages } from '../machine/programs';
import type { ProcessSpec } from '../plan';
import type { Secrets } from '../secrets';
import { type Settings, portSetting } from '../settings';
import { type Place, accountFor, dataFolder, preparePlace } from './place';
import { POSTGRES, findPostgres, postgresProcess, postgresUrl, writePostgresFiles } from './postgres';
import { REDIS, findRedis, redisProcess, redisUrl, writeRedisFiles } from './redis';
import { RABBITMQ, findRabbitmq, rabbitmqProcesses, rabbitmqUi, rabbitmqUrl, writeRabbitmqFiles } from './rabbitmq';

/** Which servers are ours to run; one with an address of its own in the settings is used as it is. */
export interface ServerChoice {
  postgresUrl?: string;
  rabbitmqUrl?: string;
  redisUrl?: string;
}

export interface ServersWish {
  layout: Layout;
  ports: Record<string, number>;
  secrets: Secrets;
  durable: boolean;
  choice: ServerChoice;
}

interface Server {
  account: string;
  packages: readonly string[];
  ports: Readonly<Record<string, number>>;
  find: () => string | undefined;
  given: (choice: ServerChoice) => string | undefined;
}

const SERVERS: readonly Server[] = [
  { ...POSTGRES, ports: { postgres: POSTGRES.port }, find: findPostgres, given: ({ postgresUrl: url }) => url },
  { ...RABBITMQ, find: findRabbitmq, given: ({ rabbitmqUrl: url }) => url },
  { ...REDIS, ports: { redis: REDIS.port }, find: findRedis, given: ({ redisUrl: url }) => url },
];

export function chooseServers(settings: Settings): ServerChoice {
  return {
    postgresUrl: settings.POSTGRES_ADMIN_URL,
    rabbitmqUrl: settings.RABBITMQ_URL,
    redisUrl: settings.REDIS_URL,
  };
}

/** Installs what is missing of the servers that we run ourselves. */
export async function ensureInstalled(choice: ServerChoice, say: (line: string) => void): Promise<void> {
  const missing = notInstalled(choice);
  if (missing.length === 0) return;
  await installPackages(missing, say);
  if (notInstalled(choice).length > 0) {
    throw new StackError(
      `${missing.join(' and ')} were installed, but their programs are not where they are expected.`,
    );
  }
}

function notInstalled(choice: ServerChoice): string[] {
  return ours(choice).flatMap(({ packages, find }) => (find() === undefined ? packages : []));
}

function ours(choice: ServerChoice): Server[] {
  return SERVERS.filter(({ given }) => given(choice) === undefined);
}

export function serverPorts(choice: ServerChoice, settings: Settings): PortWish[] {
  return ours(choice).flatMap(({ ports }) =>
    Object.entries(ports).map(([name, preferred]) => {
      const set = portSetting(settings, `${name.toUpperCase().replaceAll('-', '_')}_PORT`);
      return { name, preferred: set ?? preferred, fixed: set !== undefined };
    }),
  );
}

/** Writes the servers' files and says how to run them. */
export function serverProcesses(wish: ServersWish): ProcessSpec[] {
  const { layout, choice } = wish;
  const accounts = new Map(ours(choice).map(({ account }) => [account, accountFor(account)]));
  const data = dataFolder(
    layout,
    [...accounts.values()].flatMap((account) => account ?? []),
  );
  const placeOf = ({ name, account }: { name: string; account: string }): Place =>
    preparePlace(data, name, accounts.get(account));
  return [
    ...(choice.postgresUrl ? [] : postgresOf(wish, placeOf(POSTGRES))),
    ...(choice.rabbitmqUrl ? [] : rabbitmqOf(wish, placeOf(RABBITMQ))),
    ...(choice.redisUrl ? [] : redisOf(wish, placeOf(REDIS))),
  ];
}

function postgresOf({ layout, ports, secrets, durable }: ServersWish, place: Place): ProcessSpec[] {
  const wish = { layout, place, port: ports.postgres ?? 0, password: secrets.postgresPassword, durable };
  writePostgresFiles(wish);
  return [postgresProcess(wish)];
}

function rabbitmqOf({ layout, ports, secrets }: ServersWish, place: Place): ProcessSpec[] {
  const { rabbitmqPassword: password, erlangCookie: cookie } = secrets;
  const wish = { layout, place, ports: ports as Record<keyof typeof RABBITMQ.ports, number>, password, cookie };
  writeRabbitmqFiles(wish);
  return rabbitmqProcesses(wish);
}

function redisOf({ layout, ports, secrets }: ServersWish, place: Place): ProcessSpec[] {
  const wish = { layout, place, port: ports.redis ?? 0, password: secrets.redisPassword };
  writeRedisFiles(wish);
  return [redisProcess(wish)];
}

/** The addresses of the servers, ours or given, with their passwords. */
export function serverUrls({ choice, ports, secrets }: Pick<ServersWish, 'choice' | 'ports' | 'secrets'>) {
  const ui = rabbitmqUi(ports['rabbitmq-ui'] ?? 0, secrets.rabbitmqPassword);
  return {
    postgres: choice.postgresUrl ?? postgresUrl(ports.postgres ?? 0, secrets.postgresPassword),
    rabbitmq: choice.rabbitmqUrl ?? rabbitmqUrl(ports.rabbitmq ?? 0, secrets.rabbitmqPassword),
    redis: choice.redisUrl ?? redisUrl(ports.redis ?? 0, secrets.redisPassword),
    ...(choice.rabbitmqUrl ? {} : { rabbitmqUi: ui.url.replace('://', `://${ui.user}:${ui.password}@`) }),
  };
}
