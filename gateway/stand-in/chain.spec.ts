import { Chains } from './chain';
import { Counters } from './counting/counters';
import { parseDeclaration } from './declaration/declaration';
import { GatewayMetrics } from './metrics';
import { Router } from './router';
import { aFile, anExchange, limitOf } from './test/file';

const NOON = Date.UTC(2026, 0, 15, 12);

/** The limit that a request meets tells which of several rate-limiting plugins has run. */
async function limitMet(file: string, path: string, username?: string): Promise<string | undefined> {
  const declaration = parseDeclaration(file);
  const exchange = anExchange({ path, now: NOON });
  if (username) exchange.consumer = { id: '1', username };
  const match = new Router(declaration.services).match('GET', path);
  const world = { credentials: new Map(), metrics: new GatewayMetrics(), counters: new Counters(() => undefined) };
  const chain = new Chains(declaration, world).of(match);
  for (const plugin of chain.plugins(exchange)) await plugin.access?.(exchange);
  return exchange.towardsClient['RateLimit-Limit'];
}

const limitAt = (minute: number, at: object): object => ({ ...(limitOf(minute) as object), ...at });

describe('Of several configurations of a plugin', () => {
  const file = aFile({
    plugins: [
      limitOf(1),
      limitAt(5, { service: 's', consumer: 'eve' }),
      limitAt(6, { route: 'own', consumer: 'eve' }),
      limitAt(7, { route: 'both', service: 's' }),
      limitAt(8, { route: 'both', service: 's', consumer: 'eve' }),
    ],
    service: { plugins: [limitOf(2)] },
    routes: [
      { name: 'plain', paths: ['/plain'] },
      { name: 'own', paths: ['/own'], plugins: [limitOf(3)] },
      { name: 'both', paths: ['/both'], plugins: [limitOf(9)] },
    ],
    consumers: [
      { username: 'ada', plugins: [limitOf(4)] },
      { username: 'bob' },
      { username: 'eve', plugins: [limitOf(10)] },
    ],
  });

  it.each([
    ['the global one holds where no route matches', '/other', undefined, '1'],
    ["the service's beats the global one", '/plain', undefined, '2'],
    ["the route's beats the service's", '/own', undefined, '3'],
    ["the consumer's beats the route's", '/own', 'ada', '4'],
    ['another consumer changes nothing', '/own', 'bob', '3'],
    ["the service's and consumer's beats the consumer's", '/plain', 'eve', '5'],
    ["the route's and consumer's beats the service's and consumer's", '/own', 'eve', '6'],
    ["the route's and service's beats the route's", '/both', undefined, '7'],
    ["and the consumer's", '/both', 'ada', '7'],
    ['but all three beat everything', '/both', 'eve', '8'],
  ])('%s', async (_name, path, username, limit) => {
    expect(await limitMet(file, path, username)).toBe(limit);
  });
});
