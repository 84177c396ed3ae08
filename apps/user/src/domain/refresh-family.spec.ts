import { RefreshTokenInvalid } from './auth.errors';
import { RefreshFamily } from './refresh-family';

const opened = new Date('2026-01-01T12:00:00.000Z');
const after = (ms: number) => new Date(opened.getTime() + ms);
const DAY = 24 * 60 * 60 * 1_000;

/** A family whose token number 5 is good, since `opened`. */
function atFive(): RefreshFamily {
  const state = { id: 'f-1', userId: 'u-1', counter: 5, rotatedAt: opened, expiresAt: after(DAY), revokedAt: null };
  return RefreshFamily.restore(state);
}

describe('a family of refresh tokens', () => {
  it('begins with token 0 and lives for 30 days', () => {
    const family = RefreshFamily.open('f-1', 'u-1', opened);
    expect([family.counter, family.expiresAt, family.revokedAt]).toEqual([0, after(30 * DAY), null]);
  });

  it.each([
    ['the good token', 5, 0, 'rotated', 6],
    ['the good token just before the end', 5, DAY - 1, 'rotated', 6],
    ['the one before, at once', 4, 0, 'repeated', 5],
    ['the one before, 10 s later', 4, 10_000, 'repeated', 5],
    ['the one before, after more than 10 s', 4, 10_001, 'reused', 5],
    ['an older one, at once', 3, 0, 'reused', 5],
    ['the first one', 0, 60_000, 'reused', 5],
    ['one that was not given out yet', 6, 0, 'reused', 5],
  ] as const)('answers %s', (_, presented, ms, outcome, counter) => {
    const family = atFive();
    expect(family.rotate(presented, after(ms))).toBe(outcome);
    expect(family.counter).toBe(counter);
    expect(family.revokedAt).toEqual(outcome === 'reused' ? after(ms) : null);
  });

  it('does not begin the 10 s anew when the token before comes again', () => {
    const family = atFive();
    family.rotate(4, after(9_000));
    expect(family.rotate(4, after(11_000))).toBe('reused');
  });

  it('gives no second chance to a token whose successor has been used', () => {
    const family = atFive();
    family.rotate(5, after(1_000));
    expect(family.rotate(4, after(2_000))).toBe('reused');
  });

  it.each([4, 5, 6])('refuses token %d once it is revoked', (presented) => {
    const family = atFive();
    family.revoke(after(1));
    expect(() => family.rotate(presented, after(2))).toThrow(RefreshTokenInvalid);
    expect(family.counter).toBe(5);
  });

  it.each([4, 5, 6])('refuses token %d once it has expired', (presented) => {
    expect(() => atFive().rotate(presented, after(DAY))).toThrow(RefreshTokenInvalid);
  });

  it('is not prolonged by rotation', () => {
    const family = atFive();
    family.rotate(5, after(DAY / 2));
    expect(family.expiresAt).toEqual(after(DAY));
  });

  it('remembers when it was revoked first', () => {
    const family = atFive();
    family.revoke(after(1));
    family.revoke(after(2));
    expect(family.revokedAt).toEqual(after(1));
  });
});
