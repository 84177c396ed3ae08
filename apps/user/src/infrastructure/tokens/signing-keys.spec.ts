import { createPublicKey, createVerify, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JwtAccessTokens } from './access-tokens.jwt';
import { SigningKeys, SigningKeysUnusable } from './signing-keys';

const pem = { type: 'pkcs8', format: 'pem' } as const;
const rsa = (bits: number) => generateKeyPairSync('rsa', { modulusLength: bits }).privateKey.export(pem);
const holder = { id: 'u-1', email: 'yash@example.com', name: 'Yash', role: 'CUSTOMER' } as const;
const settings = { issuer: 'tradewind', audience: 'shop', minutes: 15 };

describe('the keys of access tokens', () => {
  let folder: string;

  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'keys-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const put = (name: string, text: string | Buffer) => writeFileSync(join(folder, name), text);

  it('are all published, and the last by name signs', () => {
    put('2026-02.pem', rsa(2048));
    put('2026-01.pem', rsa(2048));
    put('README', 'not a key');
    const keys = SigningKeys.readFrom(folder);
    expect(keys.newest.kid).toBe('2026-02');
    expect(keys.all().map(({ kid }) => kid)).toEqual(['2026-01', '2026-02']);
    expect(Object.keys(keys.all()[0]!).sort()).toEqual(['e', 'kid', 'n']);
  });

  it('sign tokens that the published half verifies', async () => {
    put('k1.pem', rsa(2048));
    const keys = SigningKeys.readFrom(folder);
    const now = new Date('2026-01-01T12:00:00.900Z');
    const { token, expiresInSeconds } = await new JwtAccessTokens(keys.newest, settings).issue(holder, now);
    const [head, claims, signature] = token.split('.') as [string, string, string];
    const read = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());
    const issuedAt = Math.floor(now.getTime() / 1_000);

    expect(expiresInSeconds).toBe(900);
    expect(read(head)).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'k1' });
    expect(read(claims)).toEqual({
      sub: 'u-1',
      email: 'yash@example.com',
      name: 'Yash',
      role: 'CUSTOMER',
      iss: 'tradewind',
      aud: 'shop',
      iat: issuedAt,
      exp: issuedAt + 900,
      jti: expect.any(String),
    });
    const key = createPublicKey({ key: { kty: 'RSA', ...keys.all()[0]! }, format: 'jwk' });
    const isSigned = createVerify('RSA-SHA256').update(`${head}.${claims}`).verify(key, signature, 'base64url');
    expect(isSigned).toBe(true);
  });

  it('must be there; otherwise the message says how to get one', () => {
    expect(() => SigningKeys.readFrom(folder)).toThrow(/holds no key.*`make up` generates one/);
    expect(() => SigningKeys.readFrom(join(folder, 'missing'))).toThrow(/cannot be read.*`make up` generates one/);
  });

  it.each([
    ['a short RSA key', () => rsa(1024)],
    ['a key of another kind', () => generateKeyPairSync('ed25519').privateKey.export(pem)],
    ['no key', () => 'nothing'],
    [
      'a public key',
      () => generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' }),
    ],
  ])('may not be %s', (_, content) => {
    put('k1.pem', content());
    expect(() => SigningKeys.readFrom(folder)).toThrow(SigningKeysUnusable);
  });

  it('have names that are key ids', () => {
    put('a key.pem', rsa(2048));
    expect(() => SigningKeys.readFrom(folder)).toThrow(/a key\.pem/);
  });
});
