import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { StackError, hasCode } from './errors';
import { readText } from './files';
import { type ProcessIdentity, identify, isAlive } from './machine/identity';

/** Runs the work while no other process does the same; a lock whose owner has died counts for nothing. */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  take(path);
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

function take(path: string, mayClear = true): void {
  mkdirSync(dirname(path), { recursive: true });
  try {
    const file = openSync(path, 'wx', 0o600);
    writeSync(file, JSON.stringify(identify(process.pid)));
    closeSync(file);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
    if (!mayClear || ownerIsAlive(path)) {
      throw new StackError('Another start of this stack is under way.', ['Wait for it to end, or interrupt it.']);
    }
    rmSync(path, { force: true });
    take(path, false);
  }
}

function ownerIsAlive(path: string): boolean {
  try {
    return isAlive(JSON.parse(readText(path) ?? '') as ProcessIdentity);
  } catch {
    return false;
  }
}
