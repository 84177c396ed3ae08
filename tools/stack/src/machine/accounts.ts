import { execFileSync } from 'node:child_process';
import { type Stats, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Account } from '../plan';

/** The parts of a folder's status that decide who may enter it. */
export type Entry = Pick<Stats, 'mode' | 'uid' | 'gid'>;

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** True where `sudo` works without asking for a password. */
export function hasPasswordlessSudo(): boolean {
  try {
    execFileSync('sudo', ['-n', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** The account of this name on this machine, if there is one. */
export function findAccount(name: string): Account | undefined {
  return parseAccount(readFileSync('/etc/passwd', 'utf8'), name);
}

export function parseAccount(passwd: string, name: string): Account | undefined {
  const fields = passwd
    .split('\n')
    .map((line) => line.split(':'))
    .find((parts) => parts[0] === name);
  return fields && { name, uid: Number(fields[2]), gid: Number(fields[3]) };
}

/** True if the account may pass through every one of these folders (by mode bits; access lists are not read). */
export function mayEnter(folders: Entry[], account: Pick<Account, 'uid' | 'gid'>): boolean {
  return folders.every((folder) => {
    if (folder.uid === account.uid) return (folder.mode & 0o100) !== 0;
    if (folder.gid === account.gid) return (folder.mode & 0o010) !== 0;
    return (folder.mode & 0o001) !== 0;
  });
}

/** The status of a folder and of all above it. */
export function withParents(folder: string): Entry[] {
  const parent = dirname(folder);
  const own = statSync(folder);
  return parent === folder ? [own] : [own, ...withParents(parent)];
}
