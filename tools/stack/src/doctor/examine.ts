import { execFileSync } from 'node:child_process';
import { readFileSync, realpathSync, statfsSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { readText } from '../files';
import { portWishes, portsInUse } from '../docker/addresses';
import { projectName } from '../docker/compose';
import { composeFiles, composeServices } from '../docker/model';
import { layoutOf, projectRoot } from '../layout';
import { isAlive } from '../machine/identity';
import { installObstacle } from '../machine/programs';
import { appPorts } from '../make-plan';
import { findPostgres, POSTGRES } from '../servers/postgres';
import { findRabbitmq, RABBITMQ } from '../servers/rabbitmq';
import { findRedis, REDIS } from '../servers/redis';
import { chooseServers, serverPorts } from '../servers/servers';
import type { Settings } from '../settings';
import { readState } from '../state';
import { examineEngine } from './examine-engine';
import { type Facts, type PortFact, type ServerFact, isInContainers } from './facts';
import { listenerOn } from './listeners';

const MIB = 1024 * 1024;
const ANSWER_WITHIN_MS = 5_000;

/** Looks at this machine; changes and starts nothing. */
export async function examine(home: string, settings: Settings): Promise<Facts> {
  const { engines } = JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8')) as {
    engines: { node: string };
  };
  const engine = await examineEngine(home, settings);
  return {
    node: process.versions.node,
    wantedNode: engines.node,
    npm: versionOf('npm', '--version'),
    servers: servers(settings),
    installObstacle: installObstacle(),
    ports: isInContainers(engine) ? publishedPorts(home, settings) : ports(home, settings),
    cpus: availableParallelism(),
    memory: { total: Math.round(totalmem() / MIB), available: availableMemory() },
    disk: disk(projectRoot()),
    engine,
    extras: [
      { name: 'promtool', version: versionOf('promtool', '--version'), use: 'the alert rules are tested with it' },
      {
        name: 'kubectl',
        version: versionOf('kubectl', 'version', '--client'),
        use: 'the manifests are rendered with it',
      },
    ],
  };
}

function servers(settings: Settings): ServerFact[] {
  const given = chooseServers(settings);
  const postgres = findPostgres();
  const redis = findRedis();
  return [
    {
      name: 'PostgreSQL',
      least: '13',
      version: postgres && versionOf(join(postgres, 'postgres'), '--version'),
      packages: POSTGRES.packages,
      setting: 'POSTGRES_ADMIN_URL',
      given: given.postgresUrl !== undefined,
    },
    {
      name: 'RabbitMQ',
      least: '3.10',
      version: rabbitmqVersion(),
      packages: RABBITMQ.packages,
      setting: 'RABBITMQ_URL',
      given: given.rabbitmqUrl !== undefined,
    },
    {
      name: 'Redis',
      least: '6',
      version: redis && versionOf(redis, '--version'),
      packages: REDIS.packages,
      setting: 'REDIS_URL',
      given: given.redisUrl !== undefined,
    },
  ];
}

/** From the folder it is installed in: asking the program would start an Erlang machine. */
function rabbitmqVersion(): string | undefined {
  const program = findRabbitmq();
  return program && (/rabbitmq_server-([\d.]+)/.exec(realpathSync(program))?.[1] ?? '0');
}

function ports(home: string, settings: Settings): PortFact[] {
  const state = readState(layoutOf(home).state);
  const running = state && isAlive(state.supervisor) ? state : undefined;
  const pids = new Set(Object.values(running?.processes ?? {}).flatMap(({ pid }) => pid ?? []));
  const wishes = [...appPorts(settings), ...serverPorts(chooseServers(settings), settings)];
  return wishes.map(({ name, preferred, fixed = false }) => {
    return { name, port: preferred, fixed, takenBy: listenerOn(preferred, pids) };
  });
}

/** What docker-compose.yml publishes. The engine's own process holds a port for a container, so pids tell nothing. */
function publishedPorts(home: string, settings: Settings): PortFact[] {
  const services = composeServices(composeFiles(projectRoot(), settings), settings);
  const held = new Set(Object.values(portsInUse(layoutOf(home), projectName(settings), services)));
  return portWishes(services, settings).map(({ name: setting, preferred, fixed = false }) => {
    const name = setting
      .replace(/_PORT$/, '')
      .toLowerCase()
      .replaceAll('_', '-');
    const listener = listenerOn(preferred, new Set());
    return { name, port: preferred, fixed, takenBy: listener && { ...listener, ours: held.has(preferred) } };
  });
}

/** What the kernel would give without swapping; its caches count as free. */
function availableMemory(): number {
  const kib = /^MemAvailable:\s+(\d+)/m.exec(readText('/proc/meminfo') ?? '')?.[1];
  return Math.round((Number(kib ?? 0) * 1024) / MIB);
}

function disk(folder: string): Facts['disk'] {
  const { bavail, bsize } = statfsSync(folder);
  return { folder, free: Math.round((bavail * bsize) / MIB) };
}

/** The first version number that the program prints; undefined where it is not installed or fails. */
function versionOf(program: string, ...args: string[]): string | undefined {
  try {
    return /\d+(\.\d+)+/.exec(answerOf(program, ...args))?.[0];
  } catch {
    return undefined;
  }
}

function answerOf(program: string, ...args: string[]): string {
  return execFileSync(program, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: ANSWER_WITHIN_MS,
  });
}
