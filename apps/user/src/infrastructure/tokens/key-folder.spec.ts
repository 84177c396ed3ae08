import { generateKeyPairSync } from 'node:crypto';
import { existsSync, linkSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeyFolder, SigningKeysUnusable } from './key-folder';

const pem = { type: 'pkcs8', format: 'pem' } as const;
const rsa = (bits: number) => generateKeyPairSync('rsa', { modulusLength: bits }).privateKey.export(pem);
const NOON = new Date('2026-01-15T12:00:00.700Z');

jest.setTimeout(30_000); // making RSA keys takes its time

describe('the folder of the keys', () => {
  let directory: string;
  let folder: KeyFolder;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'keys-'));
    folder = new KeyFolder(directory);
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const put = (name: string, text: string | Buffer) => writeFileSync(join(directory, name), text);

  it('gets its first key when there is none, and then keeps it', () => {
    const below = new KeyFolder(join(directory, 'not/there'));
    below.ensureKey();
    const [made] = below.read();
    below.ensureKey();
    const keys = below.read();
    expect(keys.map(({ kid, publicKey }) => [kid, publicKey])).toEqual([['first', made!.publicKey]]);
  });

  it('gets no first key beside one of another name', () => {
    put('mine.pem', rsa(2048));
    folder.ensureKey();
    expect(folder.kids()).toEqual(['mine']);
  });

  it('keeps the first key of a replica that was faster by a moment', () => {
    put('faster', rsa(2048));
    const looking = jest.spyOn(folder, 'kids').mockImplementationOnce(() => {
      linkSync(join(directory, 'faster'), join(directory, 'first.pem'));
      return [];
    });
    folder.ensureKey();
    expect(looking).toHaveBeenCalledTimes(1);
    expect(readdirSync(directory).sort()).toEqual(['faster', 'first.pem']);
  });

  it('shows new keys to nobody else, and only whole', () => {
    folder.ensureKey();
    expect(statSync(join(directory, 'first.pem')).mode & 0o777).toBe(0o600);
    expect(readdirSync(directory)).toEqual(['first.pem']);
  });

  it('names a key by the moment from which it signs', () => {
    expect(folder.add(NOON)).toBe('20260115T120000Z');
    expect(folder.read()[0]?.signsFrom).toEqual(new Date('2026-01-15T12:00:00.000Z'));
  });

  it('tells its keys in the order in which they sign: by their moments, and before them those without one', () => {
    for (const kid of ['20260115T120000Z', 'zeta', '20251231T235959Z', 'first', '20261399T000000Z']) {
      put(`${kid}.pem`, '');
    }
    expect(folder.kids()).toEqual(['20261399T000000Z', 'first', 'zeta', '20251231T235959Z', '20260115T120000Z']);
  });

  it('removes a key, also one that is gone already', () => {
    const kid = folder.add(NOON);
    folder.remove(kid);
    folder.remove(kid);
    expect(existsSync(join(directory, `${kid}.pem`))).toBe(false);
  });

  it('must hold a key, and be readable', () => {
    put('README', 'not a key');
    expect(() => folder.read()).toThrow(/holds no key/);
    expect(() => new KeyFolder(join(directory, 'missing')).read()).toThrow(/cannot be read/);
    expect(() => new KeyFolder(join(directory, 'README')).ensureKey()).toThrow(/cannot be made/);
  });

  it.each([
    ['a short RSA key', () => rsa(1024)],
    ['a key of another kind', () => generateKeyPairSync('ed25519').privateKey.export(pem)],
    ['no key', () => 'nothing'],
    [
      'a public key',
      () => generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' }),
    ],
  ])('may not hold %s', (_, content) => {
    put('k1.pem', content());
    expect(() => folder.read()).toThrow(SigningKeysUnusable);
  });

  it('has names that are key ids', () => {
    put('a key.pem', rsa(2048));
    expect(() => folder.read()).toThrow(/a key\.pem/);
  });
});
