import { join } from 'node:path';
import { readText } from '../files';
import type { Layout } from '../layout';
import { findProgram, versionedFolders } from '../machine/programs';
import type { Command, ProcessSpec } from '../plan';
import { type Place, serverEnv, writeOwnFile } from './place';

export const POSTGRES = { name: 'postgres', account: 'postgres', packages: ['postgresql'], port: 5432 } as const;

const VERSIONS = '/usr/lib/postgresql';
const SUPERUSER = 'tradewind';

export interface PostgresWish {
  layout: Layout;
  place: Place;
  port: number;
  password: string;
  /** False lets it lose data in a crash, for speed: tests only. */
  durable: boolean;
}

/** The folder with initdb and postgres, if installed; the version that made the data where there is data. */
export function findPostgres(data?: string): string | undefined {
  const version = data && readText(join(data, 'PG_VERSION'))?.trim();
  const folders = versionedFolders(VERSIONS, 'bin');
  const wanted = version ? folders.filter((folder) => folder.startsWith(join(VERSIONS, version, '/'))) : folders;
  const program = findProgram('postgres', wanted);
  return program && findProgram('initdb', wanted) ? join(program, '..') : undefined;
}

export function postgresUrl(port: number, password: string, user: string = SUPERUSER, database = 'postgres'): string {
  return `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;
}

/** How the supervisor runs our own PostgreSQL. */
export function postgresProcess(wish: PostgresWish): ProcessSpec {
  const { layout, place, port, durable } = wish;
  const data = dataOf(place);
  const programs = findPostgres(data) ?? '';
  const base = { cwd: place.folder, env: serverEnv(layout, POSTGRES.name, place.folder), runAs: place.runAs };
  const url = postgresUrl(port, wish.password);
  return {
    name: POSTGRES.name,
    kind: 'server',
    run: { ...base, command: join(programs, 'postgres'), args: ['-D', data, ...settingArgs(port, durable)] },
    prepare: { ...base, ...createCluster(programs, wish), unlessExists: join(data, 'PG_VERSION') },
    port,
    url,
    log: join(layout.logs, 'postgres.log'),
    ready: [{ kind: 'postgres', url }],
    readyWithinMs: 60_000,
    stopSignal: 'SIGINT', // "fast": ends sessions, then writes everything down
    stopWithinMs: 30_000,
    fingerprint: JSON.stringify([programs, data, port, durable]),
  };
}

/** The password file that initdb reads must belong to the server's user. */
export function writePostgresFiles({ place, password }: PostgresWish): void {
  writeOwnFile(join(place.folder, 'superuser'), password, place.runAs);
}

function dataOf(place: Place): string {
  return join(place.folder, 'data');
}

/** Made beside its place and then moved: a first start that is killed half-way leaves nothing that looks complete. */
function createCluster(programs: string, { place, durable }: PostgresWish): Pick<Command, 'command' | 'args'> {
  const fresh = join(place.folder, 'data.new');
  const initdb = [
    `'${join(programs, 'initdb')}' -D '${fresh}' -U ${SUPERUSER} --pwfile='${join(place.folder, 'superuser')}'`,
    '--auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8',
    durable ? '' : '--no-sync',
  ].join(' ');
  return { command: '/bin/sh', args: ['-ec', `rm -rf '${fresh}'; ${initdb}; mv '${fresh}' '${dataOf(place)}'`] };
}

function settingArgs(port: number, durable: boolean): string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '', // off: a socket path is limited to 107 characters, a checkout's path is not
    max_connections: 200,
    shared_buffers: '128MB',
    log_timezone: 'UTC',
    timezone: 'UTC',
    // Not synchronous_commit: off, it would lose commits when PostgreSQL is killed, not only when the machine is.
    ...(durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
