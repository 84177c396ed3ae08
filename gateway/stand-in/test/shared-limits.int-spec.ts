import { testRedisUrl } from '@tradewind/testing';
import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { Redis } from 'ioredis';
import { addressOf, startEcho, stop } from '../../edge/echo';
import { send } from '../../edge/http';
import { readRedis } from '../../render/redis';
import { parseDeclaration } from '../declaration/declaration';
import { idOf } from '../declaration/ids';
import { StandIn } from '../server';
import { aFile } from './file';

const LIMIT = 2;
/** The middle of a minute that does not pass. */
const NOW = Date.UTC(2026, 0, 15, 12, 0, 30);

describe('Gateways that count in one Redis', () => {
  const url = testRedisUrl();
  const redis = new Redis(url);
  const gateways: StandIn[] = [];
  let echo: Server;
  let bases: URL[];

  beforeAll(async () => {
    echo = await startEcho('127.0.0.1', 0);
    const config = { limit_by: 'header', header_name: 'X-Caller', policy: 'redis', minute: LIMIT };
    const limits = {
      name: 'rate-limiting',
      config: { ...config, redis: readRedis({ RATE_LIMIT_REDIS_URL: url }, []) },
    };
    const file = aFile({ service: { url: addressOf(echo).href, plugins: [limits] } });
    const options = { logLevel: 'silent', errorType: 'text/plain', now: () => NOW } as const;
    gateways.push(new StandIn(parseDeclaration(file), options), new StandIn(parseDeclaration(file), options));
    bases = await Promise.all(gateways.map((one) => one.listen('127.0.0.1', 0)));
  });
  afterAll(async () => {
    for (const one of gateways) await one.close();
    await stop(echo);
    redis.disconnect();
  });

  const ask = (caller: string, which = 0): ReturnType<typeof send> =>
    send(bases[which]!, { path: '/a', headers: [['X-Caller', caller]] });
  const keyOf = (caller: string): string =>
    `ratelimit:00000000-0000-0000-0000-000000000000:${idOf('services', 's')}:${caller}:${NOW - 30_000}:minute`;

  it('let as many through together as one, however many come at once', async () => {
    const caller = randomUUID();
    const all = await Promise.all(Array.from({ length: 20 }, (_, i) => ask(caller, i % 2)));
    expect(all.filter(({ status }) => status === 200)).toHaveLength(LIMIT);
    expect(all.filter(({ status }) => status === 429)).toHaveLength(20 - LIMIT);
  });

  it('tell what is left over all of them', async () => {
    const caller = randomUUID();
    const left = [await ask(caller, 0), await ask(caller, 1), await ask(caller, 0)];
    expect(left.map(({ headers }) => headers['ratelimit-remaining'])).toEqual(['1', '0', '0']);
    expect(left[2]).toMatchObject({ status: 429, headers: { 'retry-after': '30' } });
  });

  it('count as Kong does: under its key, for a minute, the refused ones too', async () => {
    const caller = randomUUID();
    for (let i = 0; i < 5; i += 1) await ask(caller);
    expect(await redis.get(keyOf(caller))).toBe('5');
    const ttl = await redis.ttl(keyOf(caller));
    expect(ttl).toBeGreaterThan(50);
    expect(ttl).toBeLessThanOrEqual(60);
  });
});
