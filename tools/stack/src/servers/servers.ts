import { StackError } from '../errors';
import type { Layout } from '../layout';
import type { PortWish } from '../machine/ports';
import { installPackages } from '../machine/programs';
import type { ProcessSpec } from '../plan';
import type { Secrets } from '../secrets';
import { type Settings, portSetting } from '../settings';
import { type Place, accountFor, dataFolder, preparePlace } from './place';
import { POSTGRES, findPostgres, postgresProcess, postgresUrl, writePostgresFiles } from './postgres';
import { RABBITMQ, findRabbitmq, rabbitmqProcesses, rabbitmqUi, rabbitmqUrl, writeRabbitmqFiles } from './rabbitmq';

/** Which servers are ours to run; one with an address of its own in the settings is used as it is. */
export interface ServerChoice {
  postgresUrl?: string;
  rabbitmqUrl?: string;
}

export interface ServersWish {
  layout: Layout;
  ports: Record<string, number>;
  secrets: Secrets;
  durable: boolean;
  choice: ServerChoice;
}

export function chooseServers(settings: Settings): ServerChoice {
  return { postgresUrl: settings.POSTGRES_ADMIN_URL, rabbitmqUrl: settings.RABBITMQ_URL };
}

/** Installs what is missing of the servers that we run ourselves. */
export async function ensureInstalled(choice: ServerChoice, say: (line: string) => void): Promise<void> {
  const missing: string[] = [];
  if (!choice.postgresUrl && !findPostgres()) missing.push(...POSTGRES.packages);
  if (!choice.rabbitmqUrl && !findRabbitmq()) missing.push(...RABBITMQ.packages);
  if (missing.length === 0) return;
  await installPackages(missing, say);
  if ((!choice.postgresUrl && !findPostgres()) || (!choice.rabbitmqUrl && !findRabbitmq())) {
    throw new StackError(
      `${missing.join(' and ')} were installed, but their programs are not where they are expected.`,
    );
  }
}

export function serverPorts(choice: ServerChoice, settings: Settings): PortWish[] {
  const wish = (name: string, preferred: number): PortWish => {
    const set = portSetting(settings, `${name.toUpperCase().replaceAll('-', '_')}_PORT`);
    return { name, preferred: set ?? preferred, fixed: set !== undefined };
  };
  const rabbitmq = Object.entries(RABBITMQ.ports).map(([name, port]) => wish(name, port));
  return [...(choice.postgresUrl ? [] : [wish(POSTGRES.name, POSTGRES.port)]), ...(choice.rabbitmqUrl ? [] : rabbitmq)];
}

/** Writes the servers' files and says how to run them. */
export function serverProcesses(wish: ServersWish): ProcessSpec[] {
  const { layout, choice } = wish;
  const accounts = {
    postgres: choice.postgresUrl ? undefined : accountFor(POSTGRES.account),
    rabbitmq: choice.rabbitmqUrl ? undefined : accountFor(RABBITMQ.account),
  };
  const data = dataFolder(
    layout,
    Object.values(accounts).flatMap((account) => account ?? []),
  );
  return [
    ...(choice.postgresUrl ? [] : postgresOf(wish, preparePlace(data, POSTGRES.name, accounts.postgres))),
    ...(choice.rabbitmqUrl ? [] : rabbitmqOf(wish, preparePlace(data, RABBITMQ.name, accounts.rabbitmq))),
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

/** The addresses of the servers, ours or given, with their passwords. */
export function serverUrls({ choice, ports, secrets }: Pick<ServersWish, 'choice' | 'ports' | 'secrets'>) {
  const ui = rabbitmqUi(ports['rabbitmq-ui'] ?? 0, secrets.rabbitmqPassword);
  return {
    postgres: choice.postgresUrl ?? postgresUrl(ports.postgres ?? 0, secrets.postgresPassword),
    rabbitmq: choice.rabbitmqUrl ?? rabbitmqUrl(ports.rabbitmq ?? 0, secrets.rabbitmqPassword),
    ...(choice.rabbitmqUrl ? {} : { rabbitmqUi: ui.url.replace('://', `://${ui.user}:${ui.password}@`) }),
  };
}
