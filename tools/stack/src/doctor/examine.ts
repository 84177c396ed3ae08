import { execFileSync } from 'node:child_process';
import { readFileSync, realpathSync, statfsSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { messageOf } from '../errors';
import { readText } from '../files';
import { layoutOf, projectRoot } from '../layout';
import { isAlive } from '../machine/identity';
import { findProgram, installObstacle } from '../machine/programs';
import { appPorts } from '../make-plan';
import { findPostgres, POSTGRES } from '../servers/postgres';
import { findRabbitmq, RABBITMQ } from '../servers/rabbitmq';
import { findRedis, REDIS } from '../servers/redis';
import { chooseServers, serverPorts } from '../servers/servers';
import type { Settings } from '../settings';
import { readState } from '../state';
import type { EngineFact, Facts, PortFact, ServerFact } from './facts';
import { listenerOn } from './listeners';

const MIB = 1024 * 1024;
const ANSWER_WITHIN_MS = 5_000;

/** Looks at this machine; changes and starts nothing. */
export function examine(home: string, settings: Settings): Facts {
  const { engines } = JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8')) as {
    engines: { node: string };
  };
  return {
    node: process.versions.node,
    wantedNode: engines.node,
    npm: versionOf('npm', '--version'),
    servers: servers(settings),
    installObstacle: installObstacle(),
    ports: ports(home, settings),
    cpus: availableParallelism(),
    memory: { total: Math.round(totalmem() / MIB), available: availableMemory() },
    disk: disk(projectRoot()),
    engine: engine(),
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

/** What the kernel would give without swapping; its caches count as free. */
function availableMemory(): number {
  const kib = /^MemAvailable:\s+(\d+)/m.exec(readText('/proc/meminfo') ?? '')?.[1];
  return Math.round((Number(kib ?? 0) * 1024) / MIB);
}

function disk(folder: string): Facts['disk'] {
  const { bavail, bsize } = statfsSync(folder);
  return { folder, free: Math.round((bavail * bsize) / MIB) };
}

function engine(): EngineFact {
  if (!findProgram('docker')) return {};
  const compose =
    versionOf('docker', 'compose', 'version', '--short') ?? versionOf('docker-compose', 'version', '--short');
  try {
    return { docker: answerOf('docker', 'info', '--format', '{{.ServerVersion}}').trim(), compose };
  } catch (error) {
    return { trouble: messageOf(error).split('\n').slice(0, 2).join(' '), compose };
  }
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
