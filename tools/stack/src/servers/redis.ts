import { join } from 'node:path';
import type { Layout } from '../layout';
import { findProgram } from '../machine/programs';
import type { ProcessSpec } from '../plan';
import { type Place, serverEnv, writeOwnFile } from './place';

export const REDIS = { name: 'redis', account: 'redis', packages: ['redis-server'], port: 6379 } as const;

export interface RedisWish {
  layout: Layout;
  place: Place;
  port: number;
  password: string;
}

export function findRedis(): string | undefined {
  return findProgram('redis-server');
}

export function redisUrl(port: number, password: string): string {
  return `redis://:${password}@127.0.0.1:${port}`;
}

/** Its settings are in a file: whoever may see the list of processes must not see the password. */
export function writeRedisFiles({ place, port, password }: RedisWish): void {
  writeOwnFile(configurationOf(place), configuration(port, password), place.runAs);
}

export function configuration(port: number, password: string): string {
  return [
    'bind 127.0.0.1',
    `port ${port}`,
    `requirepass ${password}`,
    // Everything in it is a copy that is made again; when memory is full, what was used least goes.
    'save ""',
    'appendonly no',
    'maxmemory 96mb',
    'maxmemory-policy allkeys-lru',
    '',
  ].join('\n');
}

/** How the supervisor runs our own Redis. */
export function redisProcess({ layout, place, port, password }: RedisWish): ProcessSpec {
  const command = findRedis() ?? '';
  return {
    name: REDIS.name,
    kind: 'server',
    run: {
      command,
      args: [configurationOf(place)],
      cwd: place.folder,
      env: serverEnv(layout, REDIS.name, place.folder),
      runAs: place.runAs,
    },
    port,
    url: `redis://127.0.0.1:${port}`,
    log: join(layout.logs, 'redis.log'),
    ready: [{ kind: 'tcp', port }],
    readyWithinMs: 15_000,
    stopSignal: 'SIGTERM',
    stopWithinMs: 5_000,
    fingerprint: JSON.stringify([command, configuration(port, password)]),
  };
}

function configurationOf(place: Place): string {
  return join(place.folder, 'redis.conf');
}
