import { FixedClock } from '@tradewind/testing';
import { createPublicKey, createVerify } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JwtAccessTokens } from './access-tokens.jwt';
import { KeyFolder, SigningKeysUnusable } from './key-folder';
import { SigningKeys } from './signing-keys';

const MINUTE = 60_000;
const holder = { id: 'u-1', email: 'yash@example.com', name: 'Yash', role: 'CUSTOMER' } as const;

jest.setTimeout(30_000); // making RSA keys takes its time

describe('the keys of access tokens', () => {
  let directory: string;
  let folder: KeyFolder;
  let clock: FixedClock;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'keys-'));
    folder = new KeyFolder(directory);
    folder.ensureKey();
    clock = new FixedClock();
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const inMinutes = (minutes: number) => new Date(clock.now().getTime() + minutes * MINUTE);
  const published = (keys: SigningKeys) => keys.all().map(({ kid }) => kid);
  const read = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());

  it('are published before they sign, and as long as a token of theirs may be in use', () => {
    const next = folder.add(inMinutes(1));
    const keys = new SigningKeys(folder, clock);
    const seen = () => [keys.signingAt(clock.now()).kid, ...published(keys)];
    expect(seen()).toEqual(['first', 'first', next]);
    clock.advance(MINUTE - 1);
    expect(seen()).toEqual(['first', 'first', next]);
    clock.advance(1);
    expect(seen()).toEqual([next, 'first', next]);
    clock.advance(65 * MINUTE - 1);
    expect(seen()).toEqual([next, 'first', next]);
    clock.advance(1);
    expect(seen()).toEqual([next, next]);
  });

  it('are published for ever where nobody knows since when their successor signs', () => {
    writeFileSync(
      join(directory, 'a-second-one.pem'),
      folder.read()[0]!.privateKey.export({ type: 'pkcs8', format: 'pem' }),
    );
    const keys = new SigningKeys(folder, clock);
    expect(keys.signingAt(clock.now()).kid).toBe('first');
    expect(published(keys)).toEqual(['a-second-one', 'first']);
  });

  it('sign with what is there when the time of none has come', () => {
    const early = folder.add(inMinutes(5));
    folder.add(inMinutes(9));
    folder.remove('first');
    expect(new SigningKeys(folder, clock).signingAt(clock.now()).kid).toBe(early);
  });

  it('are read again when there are others, and only then', () => {
    const keys = new SigningKeys(folder, clock);
    expect(keys.reload()).toBe(false);
    const next = folder.add(inMinutes(1));
    expect([keys.reload(), keys.reload()]).toEqual([true, false]);
    expect(published(keys)).toEqual(['first', next]);
    folder.remove(next);
    expect([keys.reload(), ...published(keys)]).toEqual([true, 'first']);
  });

  it('stay as they were while the folder cannot be used, and are read when it can', () => {
    const keys = new SigningKeys(folder, clock);
    writeFileSync(join(directory, 'half.pem'), '-----BEGIN');
    for (let i = 0; i < 2; i += 1) expect(() => keys.reload()).toThrow(SigningKeysUnusable);
    folder.remove('half');
    folder.remove('first');
    expect(() => keys.reload()).toThrow(/holds no key/);
    expect(published(keys)).toEqual(['first']);
    const next = folder.add(inMinutes(-1));
    expect([keys.reload(), ...published(keys)]).toEqual([true, next]);
  });

  it('sign tokens that the published half verifies, each by the id of its key', async () => {
    clock = new FixedClock(new Date('2026-01-01T12:00:00.900Z'));
    const next = folder.add(inMinutes(1));
    const keys = new SigningKeys(folder, clock);
    const tokens = new JwtAccessTokens(keys, { issuer: 'tradewind', audience: 'shop', minutes: 15 });
    for (const kid of ['first', next]) {
      const { token, expiresInSeconds } = await tokens.issue(holder, 'f-1', clock.now());
      const [head, claims, signature] = token.split('.') as [string, string, string];
      const issuedAt = Math.floor(clock.now().getTime() / 1_000);

      expect(expiresInSeconds).toBe(900);
      expect(read(head)).toEqual({ alg: 'RS256', typ: 'JWT', kid });
      expect(read(claims)).toEqual({
        sub: 'u-1',
        email: 'yash@example.com',
        name: 'Yash',
        role: 'CUSTOMER',
        sid: 'f-1',
        iss: 'tradewind',
        aud: 'shop',
        iat: issuedAt,
        exp: issuedAt + 900,
        jti: expect.any(String),
      });
      const { n, e } = keys.all().find((key) => key.kid === kid)!;
      const key = createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' });
      const content = createVerify('RSA-SHA256').update(`${head}.${claims}`);
      expect(content.verify(key, signature, 'base64url')).toBe(true);
      clock.advance(MINUTE);
    }
  });
});
