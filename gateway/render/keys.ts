import { createPublicKey, type KeyObject } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

export interface PublicKey {
  kid: string;
  pem: string;
  /** Whether it belongs to an outside issuer. */
  outside?: boolean;
}

const KEY_FILE = /^([A-Za-z0-9._-]{1,64})\.pem$/;
const LEAST_BITS = 2048;

/** One key per `<kid>.pem`, in the order of the ids. A private key is read, but only its public half leaves this function. */
export function readPublicKeys(directory: string, problems: string[]): PublicKey[] {
  return keyFiles(directory, problems).flatMap((file) => publicKey(join(directory, file), problems));
}

function keyFiles(directory: string, problems: string[]): string[] {
  try {
    const files = readdirSync(directory).filter((name) => name.endsWith('.pem'));
    if (files.length === 0)
      problems.push(`JWT_KEYS_DIR: ${directory} has no <kid>.pem, so every token would be refused`);
    return files.sort();
  } catch (error) {
    problems.push(`JWT_KEYS_DIR: ${directory} can't be read (${(error as Error).message})`);
    return [];
  }
}

function publicKey(path: string, problems: string[]): PublicKey[] {
  const kid = KEY_FILE.exec(basename(path))?.[1];
  const key = parsed(path);
  if (kid === undefined) problems.push(`${path}: a key id has 1 to 64 letters, digits, dots, dashes or underscores`);
  else if (key instanceof Error) problems.push(`${path}: not a key in PEM form (${key.message})`);
  else if (!isUsable(key)) problems.push(`${path}: an RSA key of at least ${LEAST_BITS} bits is needed`);
  else return [{ kid, pem: key.export({ type: 'spki', format: 'pem' }) as string }];
  return [];
}

function parsed(path: string): KeyObject | Error {
  try {
    return createPublicKey(readFileSync(path));
  } catch (error) {
    return error as Error;
  }
}

export function isUsable(key: KeyObject): boolean {
  return key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= LEAST_BITS;
}
