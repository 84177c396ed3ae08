import { createPrivateKey, createPublicKey, generateKeyPairSync, KeyObject, randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PublicKey } from '../../application/ports/public-keys';

const KEY_FILE = /^([A-Za-z0-9._-]{1,64})\.pem$/;
const MOMENT = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;
const FIRST = 'first';
const LEAST_BITS = 2048;

/** There is nothing to sign access tokens with, or it cannot be used. */
export class SigningKeysUnusable extends Error {
  constructor(directory: string, problem: string) {
    super(`JWT_KEYS_DIR: ${directory} ${problem}. It holds <kid>.pem files, RSA private keys in PKCS8.`);
    this.name = SigningKeysUnusable.name;
  }
}

export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: PublicKey;
  /** Its name, if that is a moment; any other key may sign from the beginning. */
  readonly signsFrom: Date;
}

/**
 * The keys of access tokens, one `<kid>.pem` each. A key that takes over later is named by that moment, such as
 * `20260115T120000Z`: so everybody who has the folder, with whatever clock of its files, knows when.
 */
export class KeyFolder {
  constructor(private readonly directory: string) {}

  /** The ids, in the order in which the keys sign. @throws SigningKeysUnusable */
  kids(): string[] {
    try {
      const files = readdirSync(this.directory).filter((name) => name.endsWith('.pem'));
      return files.map((name) => this.kidOf(name)).sort(bySigning);
    } catch (error) {
      if (error instanceof SigningKeysUnusable) throw error;
      throw new SigningKeysUnusable(this.directory, `cannot be read (${(error as Error).message})`);
    }
  }

  /** At least one key. @throws SigningKeysUnusable */
  read(): SigningKey[] {
    const keys = this.kids().map((kid) => this.readKey(kid));
    if (keys.length === 0) throw new SigningKeysUnusable(this.directory, 'holds no key');
    return keys;
  }

  /** Makes the first key where there is none. Replicas that start together make one: all try the same name. */
  ensureKey(): void {
    this.makeDirectory();
    if (this.kids().length === 0) this.create(FIRST);
  }

  /** Makes a key that signs from this moment on (in full seconds); answers its id. */
  add(signsFrom: Date): string {
    const kid = signsFrom.toISOString().replace(/[-:]|\.\d+/g, '');
    this.create(kid);
    return kid;
  }

  remove(kid: string): void {
    rmSync(join(this.directory, `${kid}.pem`), { force: true });
  }

  /** A link shows the file whole or not at all, and fails if the name is taken: then somebody else was faster. */
  private create(kid: string): void {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: LEAST_BITS });
    const draft = join(this.directory, `.${randomUUID()}.tmp`);
    try {
      writeFileSync(draft, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flush: true });
      linkSync(draft, join(this.directory, `${kid}.pem`));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
      throw new SigningKeysUnusable(this.directory, `cannot take a new key (${(error as Error).message})`);
    } finally {
      rmSync(draft, { force: true });
    }
  }

  private makeDirectory(): void {
    try {
      mkdirSync(this.directory, { recursive: true, mode: 0o700 });
    } catch (error) {
      throw new SigningKeysUnusable(this.directory, `cannot be made (${(error as Error).message})`);
    }
  }

  private kidOf(name: string): string {
    const kid = KEY_FILE.exec(name)?.[1];
    if (kid !== undefined) return kid;
    throw new SigningKeysUnusable(
      this.directory,
      `holds ${name}; a key id has 1 to 64 letters, digits, dots, dashes or underscores`,
    );
  }

  private readKey(kid: string): SigningKey {
    const privateKey = this.parse(kid);
    const isStrong = (privateKey.asymmetricKeyDetails?.modulusLength ?? 0) >= LEAST_BITS;
    if (privateKey.asymmetricKeyType !== 'rsa' || !isStrong) {
      const problem = `holds ${kid}.pem, which is no RSA key of ${LEAST_BITS} bits or more`;
      throw new SigningKeysUnusable(this.directory, problem);
    }
    const { n, e } = createPublicKey(privateKey).export({ format: 'jwk' });
    return { kid, privateKey, publicKey: { kid, n: n!, e: e! }, signsFrom: signsFrom(kid) };
  }

  private parse(kid: string): KeyObject {
    try {
      return createPrivateKey(readFileSync(join(this.directory, `${kid}.pem`)));
    } catch (error) {
      const problem = `holds ${kid}.pem, which is no private key (${(error as Error).message})`;
      throw new SigningKeysUnusable(this.directory, problem);
    }
  }
}

export function signsFrom(kid: string): Date {
  const iso = kid.replace(MOMENT, '$1-$2-$3T$4:$5:$6Z');
  const moment = iso === kid ? NaN : Date.parse(iso);
  return new Date(Number.isNaN(moment) ? 0 : moment);
}

function bySigning(one: string, other: string): number {
  return signsFrom(one).getTime() - signsFrom(other).getTime() || (one < other ? -1 : 1);
}
