import { newId } from '@tradewind/kernel';
import { createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { Customer } from './people';
import { signingKey } from './signing-key';

type Json = Readonly<Record<string, unknown>>;

/** Makes tokens out of a customer's: as attackers do, and with the key that nobody but the user service has. */
export class Forger {
  private readonly parts: readonly string[];
  private readonly ours: KeyObject;
  private readonly theirs = generateKeyPairSync('rsa', { modulusLength: 2_048 });

  constructor({ api }: Customer) {
    this.parts = (api.token ?? '').split('.');
    this.ours = createPrivateKey(signingKey(String(this.header['kid'])));
  }

  /** Signed as the user service would, if it could be made to. */
  signed(claims: Json = {}, header: Json = {}): string {
    return signedBy(this.ours, { ...this.header, ...header }, { ...this.claims, ...claims });
  }

  /** Signed with a key of their own; `header` may say where to find it. */
  signedByAnother(header: (theirs: { jwk: object; pem: string }) => Json = () => ({}), claims: Json = {}): string {
    const jwk = { ...this.theirs.publicKey.export({ format: 'jwk' }), kid: this.header['kid'], alg: 'RS256' };
    const pem = this.theirs.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
    return signedBy(
      this.theirs.privateKey,
      { ...this.header, ...header({ jwk, pem }) },
      { ...this.admin(), ...claims },
    );
  }

  /** With the public key, which everybody may read, as the secret of an HMAC. */
  signedWithPublicKey(type: 'spki' | 'pkcs1'): string {
    const secret = createPublicKey(this.ours).export({ type, format: 'pem' });
    const content = contentOf({ ...this.header, alg: 'HS256' }, this.admin());
    return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
  }

  unsigned(alg: string, signature = ''): string {
    return `${contentOf({ ...this.header, alg }, this.admin())}.${signature}`;
  }

  /** Claims that were changed after they were signed. */
  changed(claims: Json): string {
    const [head, , signature] = this.parts;
    return [head, encoded({ ...this.claims, ...claims }), signature].join('.');
  }

  /** The parts of the customer's own token, put together in another way. */
  rebuilt(build: (head: string, claims: string, signature: string) => string): string {
    const [head = '', claims = '', signature = ''] = this.parts;
    return build(head, claims, signature);
  }

  private admin(): Json {
    return { ...this.claims, role: 'ADMIN', jti: newId() };
  }

  private get header(): Json {
    return decoded(this.parts[0]);
  }

  private get claims(): Json {
    return decoded(this.parts[1]);
  }
}

function signedBy(key: KeyObject, header: Json, claims: Json): string {
  const content = contentOf(header, claims);
  return `${content}.${sign('RSA-SHA256', Buffer.from(content), key).toString('base64url')}`;
}

const contentOf = (header: Json, claims: Json): string => `${encoded(header)}.${encoded(claims)}`;
const encoded = (part: Json): string => Buffer.from(JSON.stringify(part)).toString('base64url');

function decoded(part = ''): Json {
  return JSON.parse(Buffer.from(part, 'base64url').toString()) as Json;
}
