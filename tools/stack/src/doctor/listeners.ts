import { readdirSync, readlinkSync } from 'node:fs';
import { readText } from '../files';

/** Who has a port. */
export interface Listener {
  /** For people: the command and its pid, or that it is somebody else's. */
  who: string;
  /** A process of the running system. */
  ours: boolean;
}

const LISTENING = '0A';

/** Who listens on a port of this machine, whatever the address; other users' processes show themselves to root only. */
export function listenerOn(port: number, ourPids: ReadonlySet<number>): Listener | undefined {
  const tables = ['tcp', 'tcp6'].map((name) => readText(`/proc/net/${name}`) ?? '');
  const sockets = new Set(tables.flatMap((table) => listeningSockets(table, port)));
  if (sockets.size === 0) return undefined;
  const pid = ownerOf(sockets);
  if (pid === undefined) return { who: "another user's process", ours: false };
  return { who: `${readText(`/proc/${pid}/comm`)?.trim() ?? 'a process'} (pid ${pid})`, ours: ourPids.has(pid) };
}

/** The inodes of the sockets that listen on this port, from a table as the kernel writes it. */
export function listeningSockets(table: string, port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local = '', , state]) => local.endsWith(suffix) && state === LISTENING)
    .flatMap((fields) => fields[9] ?? []);
}

function ownerOf(sockets: ReadonlySet<string>): number | undefined {
  const links = new Set([...sockets].map((inode) => `socket:[${inode}]`));
  const pids = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry));
  return pids.map(Number).find((pid) => openFiles(pid).some((link) => links.has(link)));
}

function openFiles(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  try {
    return readdirSync(folder).flatMap((file) => linkOf(`${folder}/${file}`));
  } catch {
    return []; // somebody else's, or gone
  }
}

function linkOf(path: string): string[] {
  try {
    return [readlinkSync(path)];
  } catch {
    return [];
  }
}
