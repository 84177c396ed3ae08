import { chmodSync, chownSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StackError } from '../errors';
import { type Layout, dataFolderOutsideHome } from '../layout';
import { findAccount, isRoot, mayEnter, withParents } from '../machine/accounts';
import { HOME_MARK, NAME_MARK } from '../machine/identity';
import type { Account } from '../plan';

/** Where one server keeps its data, and as whom it runs (undefined: as ourselves). */
export interface Place {
  folder: string;
  runAs?: Account;
}

/** As root a server runs as its own user; otherwise as whoever called. */
export function accountFor(name: string): Account | undefined {
  if (!isRoot()) return undefined;
  const account = findAccount(name);
  if (!account) {
    throw new StackError(`This machine has the ${name} programs but no user "${name}" to run them as.`, [
      `Create it: useradd --system --no-create-home ${name}`,
    ]);
  }
  return account;
}

/** Data without the passwords that were made with it can't be opened; new ones would only make that hard to see. */
export function requireSecretsOfData(layout: Layout): void {
  const data = [join(layout.home, 'data'), dataFolderOutsideHome(layout.home)].find((folder) => existsSync(folder));
  if (data === undefined || existsSync(layout.secrets)) return;
  throw new StackError(`There is data in ${data}, but its passwords (${layout.secrets}) are gone.`, [
    'Put the file back, or begin with new data: make clean && make up',
  ]);
}

/** The folder for all server data: in the home, unless a parent is closed to the servers' users. */
export function dataFolder(layout: Layout, accounts: Account[]): string {
  const inside = join(layout.home, 'data');
  const outside = dataFolderOutsideHome(layout.home);
  // Data that exists decides: permissions may have changed since, and an empty second place would look like loss.
  if (existsSync(inside)) return inside;
  if (existsSync(outside)) return outside;
  const parents = withParents(layout.home);
  return accounts.every((account) => mayEnter(parents, account)) ? inside : outside;
}

/** Makes the server's folder (and the one for all, which every server's user may pass through). */
export function preparePlace(data: string, name: string, runAs: Account | undefined): Place {
  mkdirSync(data, { recursive: true });
  chmodSync(data, 0o755);
  const folder = join(data, name);
  makeOwnFolder(folder, runAs);
  return { folder, runAs };
}

export function makeOwnFolder(folder: string, owner: Account | undefined): void {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o700);
  if (owner) chownSync(folder, owner.uid, owner.gid);
}

export function writeOwnFile(path: string, text: string, owner: Account | undefined, mode = 0o600): void {
  if (existsSync(path)) chmodSync(path, 0o600);
  writeFileSync(path, text, { mode });
  chmodSync(path, mode);
  if (owner) chownSync(path, owner.uid, owner.gid);
}

/** Servers get a small environment of their own: settings of the machine's instances must not reach ours. */
export function serverEnv(layout: Layout, name: string, home: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    HOME: home,
    LANG: 'C.UTF-8',
    [HOME_MARK]: layout.home,
    [NAME_MARK]: name,
  };
}
