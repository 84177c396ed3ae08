import { createPrivateKey, createPublicKey, KeyObject } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PublicKey, PublicKeys } from '../../application/ports/public-keys';

const KEY_FILE = /^([A-Za-z0-9._-]{1,64})\.pem$/;
const LEAST_BITS = 2048;

/** There is nothing to sign access tokens with, or it cannot be used. */
export class SigningKeysUnusable extends Error {
  constructor(directory: string, problem: string) {
    super(
      `JWT_KEYS_DIR: ${directory} ${problem}. It holds <kid>.pem files, RSA private keys in PKCS8; \`make up\` generates one.`,
    );
    this.name = SigningKeysUnusable.name;
  }
}

export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
}

/** The keys of access tokens: all are published, the last by name signs. */
export class SigningKeys extends PublicKeys {
  private readonly published: readonly PublicKey[];

  private constructor(
    readonly newest: SigningKey,
    keys: readonly SigningKey[],
  ) {
    super();
    this.published = keys.map(toPublicKey);
  }

  /** @throws SigningKeysUnusable */
  static readFrom(directory: string): SigningKeys {
    const keys = keyFiles(directory).map((name) => readKey(directory, name));
    const newest = keys.at(-1);
    if (!newest) throw new SigningKeysUnusable(directory, 'holds no key');
    return new SigningKeys(newest, keys);
  }

  all(): readonly PublicKey[] {
    return this.published;
  }
}

function keyFiles(directory: string): string[] {
  try {
    return readdirSync(directory)
      .filter((name) => name.endsWith('.pem'))
      .sort();
  } catch (error) {
    throw new SigningKeysUnusable(directory, `cannot be read (${(error as Error).message})`);
  }
}

function readKey(directory: string, name: string): SigningKey {
  const kid = KEY_FILE.exec(name)?.[1];
  if (kid === undefined) {
    throw new SigningKeysUnusable(directory, `holds ${name}; a key id has 1 to 64 letters, digits, dots, dashes`);
  }
  const privateKey = parse(directory, name);
  const isStrong = (privateKey.asymmetricKeyDetails?.modulusLength ?? 0) >= LEAST_BITS;
  if (privateKey.asymmetricKeyType !== 'rsa' || !isStrong) {
    throw new SigningKeysUnusable(directory, `holds ${name}, which is no RSA key of ${LEAST_BITS} bits or more`);
  }
  return { kid, privateKey };
}

function parse(directory: string, name: string): KeyObject {
  try {
    return createPrivateKey(readFileSync(join(directory, name)));
  } catch (error) {
    throw new SigningKeysUnusable(directory, `holds ${name}, which is no private key (${(error as Error).message})`);
  }
}

function toPublicKey({ kid, privateKey }: SigningKey): PublicKey {
  const { n, e } = createPublicKey(privateKey).export({ format: 'jwk' });
  return { kid, n: n!, e: e! };
}
