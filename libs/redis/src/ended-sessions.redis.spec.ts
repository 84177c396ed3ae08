import { FixedClock, MemoryMetrics } from '@tradewind/testing';
import type { Redis } from 'ioredis';
import { RedisEndedSessions } from './ended-sessions.redis';

describe('the list of ended sessions, while Redis is away', () => {
  const lost = new Error('Connection is closed.');
  const redis = {
    exists: () => Promise.reject(lost),
    pipeline: () => ({ set: () => undefined, exec: () => Promise.resolve([[lost, null]]) }),
  } as unknown as Redis;

  it('counts no session as ended, and that nobody could say', async () => {
    const metrics = new MemoryMetrics();
    expect(await new RedisEndedSessions(redis, new FixedClock(), metrics).includes('s-1')).toBe(false);
    expect(metrics.series('session_checks_total{outcome=unknown}')).toEqual([
      'session_checks_total{outcome=unknown} 1',
    ]);
  });

  it('says that a session could not be put on it', async () => {
    const clock = new FixedClock();
    const sessions = new RedisEndedSessions(redis, clock, new MemoryMetrics());
    const until = new Date(clock.now().getTime() + 1_000);
    await expect(sessions.add([{ id: 's-1', until }])).rejects.toThrow(lost);
  });
});
