import { createHash, generateKeyPairSync, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { StackError } from './errors';
import { writePrivate } from './files';
import { type Layout, projectRoot } from './layout';

/** The compiled entry points that the stack starts. */
export const GATEWAY_MAIN = 'dist/gateway/stand-in/main.js';
export const GATEWAY_RENDERER = 'dist/gateway/render/main.js';

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

/** Makes the first key for signing access tokens: <kid>.pem, readable by us alone. More can be added beside it. */
export function ensureSigningKey(layout: Layout): void {
  mkdirSync(layout.keys, { recursive: true, mode: 0o700 });
  if (readdirSync(layout.keys).some((file) => file.endsWith('.pem'))) return;
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  writePrivate(join(layout.keys, `${randomUUID()}.pem`), privateKey);
}
