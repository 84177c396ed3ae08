import { Backoff } from './backoff';

describe('waiting before a restart', () => {
  it('doubles from one second up to ten', () => {
    const backoff = new Backoff();
    expect([0, 0, 0, 0, 0, 0].map((alive) => backoff.after(alive))).toEqual([1000, 2000, 4000, 8000, 10_000, 10_000]);
  });

  it('begins again after a minute of good health', () => {
    const backoff = new Backoff();
    backoff.after(0);
    backoff.after(0);
    expect(backoff.after(60_000)).toBe(1000);
  });
});
