import { Windows } from './rate-limiting';

const NOON = Date.UTC(2026, 0, 15, 12);

describe('A limit of 2 per minute', () => {
  it('lets two through and refuses the third until the minute is over', () => {
    const windows = new Windows(2);
    expect(windows.take('ada', NOON + 1_000)).toEqual({ allowed: true, remaining: 1, reset: 59 });
    expect(windows.take('ada', NOON + 30_500)).toEqual({ allowed: true, remaining: 0, reset: 30 });
    expect(windows.take('ada', NOON + 59_999)).toEqual({ allowed: false, remaining: 0, reset: 1 });
    expect(windows.take('ada', NOON + 60_000)).toEqual({ allowed: true, remaining: 1, reset: 60 });
  });

  it('begins with the full minute, not with the first request', () => {
    const windows = new Windows(2);
    windows.take('ada', NOON + 59_000);
    windows.take('ada', NOON + 59_500);
    expect(windows.take('ada', NOON + 60_500).allowed).toBe(true);
  });

  it('counts each caller apart, and no refused request', () => {
    const windows = new Windows(1);
    windows.take('ada', NOON);
    windows.take('ada', NOON);
    expect(windows.take('bob', NOON)).toMatchObject({ allowed: true, remaining: 0 });
  });
});
