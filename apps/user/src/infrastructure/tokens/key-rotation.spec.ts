import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeyFolder } from './key-folder';
import { rotateKeys, withdrawKey } from './key-rotation';

const noon = new Date('2026-01-15T12:00:00.000Z');
const after = (minutes: number) => new Date(noon.getTime() + minutes * 60_000);

jest.setTimeout(30_000); // making RSA keys takes its time

describe('rotating keys', () => {
  let directory: string;
  let folder: KeyFolder;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'keys-'));
    folder = new KeyFolder(directory);
    folder.ensureKey();
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it('adds a key that takes over a minute later, and keeps the old one', () => {
    expect(rotateKeys(folder, noon, 60)).toEqual({ kid: '20260115T120100Z', signsFrom: after(1), removed: [] });
    expect(folder.kids()).toEqual(['first', '20260115T120100Z']);
  });

  it('adds no other while one waits', () => {
    rotateKeys(folder, noon, 60);
    expect(rotateKeys(folder, after(0.5), 60).kid).toBe('20260115T120100Z');
    expect(folder.kids()).toEqual(['first', '20260115T120100Z']);
  });

  it('removes keys when the last token of theirs has expired, and not before', () => {
    rotateKeys(folder, noon, 60);
    expect(rotateKeys(folder, after(65.9), 60).removed).toEqual([]);
    expect(rotateKeys(folder, after(67), 60).removed).toEqual(['first']);
    expect(rotateKeys(folder, after(300), 60).removed).toEqual(['20260115T120100Z', '20260115T130654Z']);
    expect(folder.kids()).toEqual(['20260115T130800Z', '20260115T170100Z']);
  });

  it.each([0, 19, -60, NaN])('takes no %d seconds for it: not everybody would know the key', (seconds) => {
    expect(() => rotateKeys(folder, noon, seconds)).toThrow(/20 s or more/);
    expect(folder.kids()).toEqual(['first']);
  });

  it('can be taken back until the key signs', () => {
    const { kid } = rotateKeys(folder, noon, 60);
    expect(withdrawKey(folder, kid, after(1))).toBe(false);
    expect(folder.kids()).toContain(kid);
    expect(withdrawKey(folder, kid, after(0.9))).toBe(true);
    expect(folder.kids()).toEqual(['first']);
    expect(withdrawKey(folder, 'first', noon)).toBe(false);
  });
});
