import { Chains } from '../chain';
import { Counters } from '../counting/counters';
import { parseDeclaration } from '../declaration/declaration';
import type { Answer } from '../errors';
import type { Exchange } from '../exchange';
import { GatewayMetrics } from '../metrics';
import { aFile, anExchange, limitOf } from '../test/file';
import { createServer } from 'node:net';
import { once } from 'node:events';

const NOON = Date.UTC(2026, 0, 15, 12);
const BY_HEADER = { limit_by: 'header', header_name: 'Authorization' };

const opened: Counters[] = [];
const warnings: string[] = [];
afterEach(() => {
  for (const counters of opened.splice(0)) counters.close();
  warnings.length = 0;
});

function limit(minute: number, config?: object): (after: number, caller?: string) => Promise<Said> {
  const declaration = parseDeclaration(aFile({ plugins: [limitOf(minute, { limit_by: 'ip', ...config })] }));
  const counters = new Counters((message) => warnings.push(message));
  opened.push(counters);
  const world = { credentials: new Map(), metrics: new GatewayMetrics(), counters };
  const chain = new Chains(declaration, world).of(undefined);
  return async (after, caller = 'ada') => {
    const exchange = anExchange({ now: NOON + after, headers: [['Authorization', caller]] });
    const answers: (Answer | undefined)[] = [];
    for (const plugin of chain.plugins(exchange)) answers.push(await plugin.access?.(exchange));
    return { status: answers[0]?.status ?? 200, headers: exchange.towardsClient };
  };
}
interface Said {
  status: number;
  headers: Exchange['towardsClient'];
}

const told = (remaining: number, reset: number): object => ({
  'RateLimit-Limit': '2',
  'RateLimit-Remaining': String(remaining),
  'RateLimit-Reset': String(reset),
  'X-RateLimit-Limit-Minute': '2',
  'X-RateLimit-Remaining-Minute': String(remaining),
});

describe('A limit of 2 per minute', () => {
  it('lets two through and refuses the third until the minute is over', async () => {
    const ask = limit(2);
    expect(await ask(1_000)).toEqual({ status: 200, headers: told(1, 59) });
    expect(await ask(30_500)).toEqual({ status: 200, headers: told(0, 30) });
    expect(await ask(59_999)).toEqual({ status: 429, headers: { ...told(0, 1), 'Retry-After': '1' } });
    expect(await ask(60_000)).toEqual({ status: 200, headers: told(1, 60) });
  });

  it('begins with the full minute, not with the first request', async () => {
    const ask = limit(2);
    await ask(59_000);
    await ask(59_500);
    expect((await ask(60_500)).status).toBe(200);
  });

  it('counts each caller apart where it is by header, and by address those who send none', async () => {
    const ask = limit(1, BY_HEADER);
    await ask(0);
    expect((await ask(0)).status).toBe(429);
    expect((await ask(0, 'bob')).status).toBe(200);
    expect((await ask(0, '')).status).toBe(200);
    expect((await ask(0, '')).status).toBe(429);
  });

  it('counts all together where it is by address', async () => {
    const ask = limit(1);
    await ask(0);
    expect((await ask(0, 'bob')).status).toBe(429);
  });

  it('says nothing where that is configured', async () => {
    const ask = limit(1, { hide_client_headers: true });
    await ask(0);
    expect(await ask(0)).toEqual({ status: 429, headers: {} });
  });
});

describe('Where the shared count is away', () => {
  const redisAt = (port: number, config: object = {}): object => ({
    policy: 'redis',
    redis: { host: '127.0.0.1', port, timeout: 200 },
    ...config,
  });
  async function portOf(listener: ReturnType<typeof createServer>): Promise<number> {
    await once(listener.listen(0, '127.0.0.1'), 'listening');
    return (listener.address() as { port: number }).port;
  }
  async function closedPort(): Promise<number> {
    const listener = createServer();
    const port = await portOf(listener);
    listener.close();
    return port;
  }

  it('lets everybody through without a word to the client, and warns once', async () => {
    const ask = limit(1, redisAt(await closedPort()));
    for (let i = 0; i < 3; i += 1) expect(await ask(i)).toEqual({ status: 200, headers: {} });
    expect(warnings).toEqual([expect.stringMatching(/^requests can't be counted in Redis: /)]);
  });

  it('refuses everybody where that is chosen', async () => {
    const ask = limit(1, redisAt(await closedPort(), { fault_tolerant: false }));
    expect(await ask(0)).toEqual({ status: 500, headers: {} });
  });

  it('waits no longer than it is told for one that is silent', async () => {
    const silent = createServer((socket) => socket.on('error', () => undefined).resume());
    const ask = limit(1, redisAt(await portOf(silent)));
    const startedAt = performance.now();
    expect(await ask(0)).toEqual({ status: 200, headers: {} });
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    for (const counters of opened.splice(0)) counters.close();
    silent.close();
  });
});
