import { TooManyAttempts } from './auth.errors';
import { LoginAttempts } from './login-attempts';

const noon = new Date('2026-01-01T12:00:00.000Z');
const after = (minutes: number) => new Date(noon.getTime() + minutes * 60_000);
const attempts = (...minutes: number[]) =>
  LoginAttempts.restore({ email: 'yash@example.com', address: '203.0.113.7' }, minutes.map(after));

describe('attempts to log in', () => {
  it('may be five in 15 minutes', () => {
    const five = attempts();
    for (const minute of [0, 1, 2, 3, 14]) five.begin(after(minute));
    expect(() => five.begin(after(14.9))).toThrow(TooManyAttempts);
  });

  it('count for 15 minutes each: there are never more than five in any 15 minutes', () => {
    const five = attempts(0, 14, 14, 14, 14);
    five.begin(after(15));
    expect(() => five.begin(after(15))).toThrow(TooManyAttempts);
    expect(five.begunAt).toEqual([14, 14, 14, 14, 15].map(after));
  });

  it('say when it is worth trying again: when the oldest of the five no longer counts', () => {
    const retryAfter = (minute: number) => {
      try {
        attempts(0, 1, 2, 3, 4).begin(after(minute));
      } catch (error) {
        return (error as TooManyAttempts).retryAfterSeconds;
      }
      return undefined;
    };
    expect([4, 14.999, 15].map(retryAfter)).toEqual([660, 1, undefined]);
  });

  it('are not prolonged by what is refused', () => {
    const five = attempts(0, 0, 0, 0, 0);
    for (const minute of [5, 10, 14]) expect(() => five.begin(after(minute))).toThrow(TooManyAttempts);
    expect(() => five.begin(after(15))).not.toThrow();
  });
});
