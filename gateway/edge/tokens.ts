import { createHmac, createPublicKey, createSign, generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto';

type Json = Record<string, unknown>;

export interface SigningKey {
  kid: string;
  privateKey: KeyObject;
}

/** Tokens as the user service makes them, and as attackers do. */
export class Tokens {
  private readonly forger = newKey('forger');

  constructor(
    private readonly key: SigningKey,
    private readonly now: () => number,
  ) {}

  /** Each one is another token, and so another caller. */
  valid(claims: Json = {}, header: Json = {}): string {
    return rs256({ alg: 'RS256', kid: this.key.kid, ...header }, this.claims(claims), this.key.privateKey);
  }

  signedByAnother(): string {
    return rs256({ alg: 'RS256', kid: this.key.kid }, this.claims(), this.forger.privateKey);
  }

  withAnotherBody(): string {
    const [header, , signature] = this.valid().split('.');
    return [header, base64url(this.claims({ role: 'ADMIN' })), signature].join('.');
  }

  /** The public key, which everyone may read, taken for a shared secret. */
  hmacWithPublicKey(): string {
    const secret = createPublicKey(this.key.privateKey).export({ type: 'spki', format: 'pem' });
    const signed = [{ alg: 'HS256', kid: this.key.kid }, this.claims()].map(base64url).join('.');
    return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
  }

  unsigned(alg = 'none'): string {
    return `${[{ alg, kid: this.key.kid }, this.claims()].map(base64url).join('.')}.`;
  }

  private claims(more: Json = {}): Json {
    const iat = Math.floor(this.now() / 1000);
    const who = { sub: 'u-1', email: 'ada@example.com', name: 'Ada', role: 'CUSTOMER' };
    return { ...who, iss: 'tradewind', aud: 'tradewind', iat, exp: iat + 900, jti: randomUUID(), ...more };
  }
}

export function newKey(kid: string): SigningKey {
  return { kid, privateKey: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey };
}

function rs256(header: Json, claims: Json, key: KeyObject): string {
  const signed = [header, claims].map(base64url).join('.');
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key, 'base64url')}`;
}

function base64url(value: Json): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
