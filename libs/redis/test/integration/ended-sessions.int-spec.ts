import { newId, SystemClock } from '@tradewind/kernel';
import { eventually, MemoryMetrics, testRedisUrl } from '@tradewind/testing';
import { Redis } from 'ioredis';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { connectRedis } from '../../src/connection';
import { RedisEndedSessions } from '../../src/ended-sessions.redis';

describe('the list of ended sessions in Redis', () => {
  let redis: Redis;
  let sessions: RedisEndedSessions;
  const inMs = (ms: number) => new Date(Date.now() + ms);

  beforeAll(async () => {
    redis = await connectRedis(testRedisUrl());
    sessions = new RedisEndedSessions(redis, new SystemClock(), new MemoryMetrics());
  });
  afterAll(() => redis.disconnect());

  it('knows those that it was told, and no others', async () => {
    const [ended, open] = [newId(), newId()];
    await sessions.add([{ id: ended, until: inMs(60_000) }]);
    expect([await sessions.includes(ended), await sessions.includes(open)]).toEqual([true, false]);
  });

  it('forgets each when no token of it is good any more', async () => {
    const [id, past] = [newId(), newId()];
    await sessions.add([
      { id, until: inMs(300) },
      { id: past, until: inMs(-1) },
    ]);
    expect([await sessions.includes(id), await sessions.includes(past)]).toEqual([true, false]);
    await eventually(async () => expect(await sessions.includes(id)).toBe(false));
  });

  it('takes the same session twice', async () => {
    const id = newId();
    for (let i = 0; i < 2; i += 1) await sessions.add([{ id, until: inMs(60_000) }]);
    expect(await sessions.includes(id)).toBe(true);
  });
});

describe('a connection to Redis', () => {
  /** Takes connections and never says a word. */
  async function startSilence(): Promise<{ server: Server; url: string; sockets: Socket[] }> {
    const sockets: Socket[] = [];
    const server = createServer((socket) => sockets.push(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { server, sockets, url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}` };
  }

  it('does not keep a service from starting where nothing listens, and refuses at once', async () => {
    const redis = await connectRedis('redis://127.0.0.1:1');
    await expect(redis.exists('x')).rejects.toThrow();
    redis.disconnect();
  });

  it('does not keep it from starting either where a server hangs', async () => {
    const { server, url, sockets } = await startSilence();
    const redis = await connectRedis(url);
    expect(await new RedisEndedSessions(redis, new SystemClock(), new MemoryMetrics()).includes('s-1')).toBe(false);
    redis.disconnect();
    for (const socket of sockets) socket.destroy();
    server.close();
  });
});
