import { join } from 'node:path';
import type { Layout } from '../layout';
import { findProgram, versionedFolders } from '../machine/programs';
import type { ProcessSpec } from '../plan';
import { type Place, makeOwnFolder, serverEnv, writeOwnFile } from './place';

export const RABBITMQ = {
  name: 'rabbitmq',
  account: 'rabbitmq',
  packages: ['rabbitmq-server'],
  ports: { rabbitmq: 5672, 'rabbitmq-ui': 15672, 'rabbitmq-metrics': 15692, 'rabbitmq-dist': 25672, epmd: 24369 },
} as const;

const USER = 'tradewind';
const VHOST = 'tradewind';

export interface RabbitWish {
  layout: Layout;
  place: Place;
  ports: Record<keyof typeof RABBITMQ.ports, number>;
  password: string;
  cookie: string;
}

/** The server's start script. Debian's command of the same name is a wrapper that insists on its own user and logs. */
export function findRabbitmq(): string | undefined {
  return findProgram('rabbitmq-server', ['/usr/lib/rabbitmq/bin']);
}

function findEpmd(): string {
  return findProgram('epmd', versionedFolders('/usr/lib/erlang', 'bin')) ?? 'epmd';
}

export function rabbitmqUrl(port: number, password: string): string {
  return `amqp://${USER}:${password}@127.0.0.1:${port}/${VHOST}`;
}

export function rabbitmqUi(port: number, password: string): { url: string; user: string; password: string } {
  return { url: `http://127.0.0.1:${port}`, user: USER, password };
}

/** The files that our node reads in place of the machine's. */
export function writeRabbitmqFiles({ place, ports, password, cookie }: RabbitWish): void {
  const own = (name: string): string => join(place.folder, name);
  makeOwnFolder(own('data'), place.runAs);
  makeOwnFolder(own('log'), place.runAs);
  writeOwnFile(own('rabbitmq.conf'), configuration(ports, password), place.runAs);
  writeOwnFile(own('enabled_plugins'), '[rabbitmq_management, rabbitmq_prometheus].\n', place.runAs);
  writeOwnFile(own('rabbitmq-env.conf'), '', place.runAs);
  // The cookie is looked for in HOME; a home of our own keeps the machine's cookie out of this.
  writeOwnFile(own('.erlang.cookie'), cookie, place.runAs, 0o400);
}

export function configuration(ports: RabbitWish['ports'], password: string): string {
  return [
    `listeners.tcp.1 = 127.0.0.1:${ports.rabbitmq}`,
    'management.tcp.ip = 127.0.0.1',
    `management.tcp.port = ${ports['rabbitmq-ui']}`,
    'prometheus.tcp.ip = 127.0.0.1',
    `prometheus.tcp.port = ${ports['rabbitmq-metrics']}`,
    // Of each queue, not only of all together.
    'prometheus.return_per_object_metrics = true',
    `default_user = ${USER}`,
    `default_pass = ${password}`,
    `default_vhost = ${VHOST}`,
    'default_user_tags.administrator = true',
    'log.console = true',
    'log.console.level = info',
    '',
  ].join('\n');
}

/** How the supervisor runs our own RabbitMQ node, and the port mapper of the Erlang network that belongs to it alone. */
export function rabbitmqProcesses(wish: RabbitWish): ProcessSpec[] {
  return [epmdProcess(wish), nodeProcess(wish)];
}

/** An epmd on a port of our own: the usual one is shared by every Erlang node of the machine, so nobody may stop it. */
function epmdProcess({ layout, place, ports }: RabbitWish): ProcessSpec {
  const command = findEpmd();
  return {
    name: 'epmd',
    kind: 'server',
    run: {
      command,
      args: ['-port', String(ports.epmd), '-address', '127.0.0.1'],
      cwd: place.folder,
      env: serverEnv(layout, 'epmd', place.folder),
      runAs: place.runAs,
    },
    port: ports.epmd,
    url: `tcp://127.0.0.1:${ports.epmd}`,
    log: join(layout.logs, 'epmd.log'),
    ready: [{ kind: 'tcp', port: ports.epmd }],
    readyWithinMs: 15_000,
    stopSignal: 'SIGTERM',
    stopWithinMs: 5_000,
    fingerprint: JSON.stringify([command, ports.epmd]),
  };
}

function nodeProcess(wish: RabbitWish): ProcessSpec {
  const { layout, place, ports, password } = wish;
  const command = findRabbitmq() ?? '';
  const ui = rabbitmqUi(ports['rabbitmq-ui'], password);
  return {
    name: RABBITMQ.name,
    kind: 'server',
    run: { command, args: [], cwd: place.folder, env: nodeEnv(wish), runAs: place.runAs },
    port: ports.rabbitmq,
    url: rabbitmqUrl(ports.rabbitmq, password),
    log: join(layout.logs, 'rabbitmq.log'),
    ready: [
      { kind: 'tcp', port: ports.rabbitmq },
      { kind: 'http', url: `${ui.url}/api/whoami`, status: 200, user: ui.user, password },
    ],
    readyWithinMs: 120_000,
    stopSignal: 'SIGTERM',
    stopWithinMs: 30_000,
    fingerprint: JSON.stringify([command, place.folder, ports]),
  };
}

function nodeEnv({ layout, place, ports }: RabbitWish): Record<string, string> {
  const own = (name: string): string => join(place.folder, name);
  return {
    ...serverEnv(layout, RABBITMQ.name, place.folder),
    // Makes the start script become the server instead of its parent, so that signals reach the server itself.
    RUNNING_UNDER_SYSTEMD: 'true',
    // An address for a host name: nothing has to resolve it, not even an /etc/hosts.
    RABBITMQ_NODENAME: 'tradewind@127.0.0.1',
    RABBITMQ_USE_LONGNAME: 'true',
    RABBITMQ_CONF_ENV_FILE: own('rabbitmq-env.conf'),
    RABBITMQ_CONFIG_FILE: own('rabbitmq.conf'),
    RABBITMQ_ADVANCED_CONFIG_FILE: own('advanced.config'),
    RABBITMQ_ENABLED_PLUGINS_FILE: own('enabled_plugins'),
    RABBITMQ_MNESIA_BASE: own('data'),
    RABBITMQ_LOG_BASE: own('log'),
    RABBITMQ_LOGS: '-',
    RABBITMQ_DIST_PORT: String(ports['rabbitmq-dist']),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-kernel inet_dist_use_interface {127,0,0,1}',
    ERL_EPMD_PORT: String(ports.epmd),
    ERL_EPMD_ADDRESS: '127.0.0.1',
  };
}

/** The parts of the UI's address, for a person to type. */
export function rabbitmqLogin(address: string): { url: string; user: string; password: string } {
  const { username, password, origin } = new URL(address);
  return { url: origin, user: username, password };
}
