import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { StackError } from './errors';
import { projectRoot } from './layout';

/** The compiled entry points that the stack starts. */
export const GATEWAY_MAIN = 'dist/gateway/stand-in/main.js';
export const GATEWAY_RENDERER = 'dist/gateway/render/main.js';
const KEYS_MAIN = 'dist/apps/user/src/keys/main.js';

export function appMain(service: string): string {
  return `dist/apps/${service}/src/main.js`;
}

/** Which of the known names have source code here; one that has, but is not compiled, is an error. */
export function builtOnly<T extends { name: string }>(
  known: readonly T[],
  sourceOf: (it: T) => string,
  mainOf: (it: T) => string,
): T[] {
  const root = projectRoot();
  const present = known.filter((it) => existsSync(join(root, sourceOf(it))));
  const missing = present.filter((it) => !existsSync(join(root, mainOf(it)))).map((it) => it.name);
  if (missing.length > 0) {
    throw new StackError(`Not compiled: ${missing.join(', ')}.`, ['Run: npm run build']);
  }
  return present;
}

/** A digest of the compiled code below these folders: the same as long as nothing that runs has changed. */
export function buildDigest(folders: string[]): string {
  const hash = createHash('sha256');
  for (const folder of folders) {
    for (const file of compiledFiles(join(projectRoot(), folder))) hash.update(file).update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 16);
}

function compiledFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.map'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Has the user service's own command do something about the keys in a folder; answers what it printed. */
export function runKeys(directory: string, ...args: string[]): string {
  const env = { ...process.env, JWT_KEYS_DIR: directory };
  const ended = spawnSync(process.execPath, [join(projectRoot(), KEYS_MAIN), ...args], { env, encoding: 'utf8' });
  if (ended.status !== 0) throw new StackError(`The keys in ${directory}: ${ended.stderr.trim() || ended.error}`);
  return ended.stdout;
}
