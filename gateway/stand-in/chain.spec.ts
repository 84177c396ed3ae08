import type { IncomingMessage } from 'node:http';
import { Chains } from './chain';
import { parseDeclaration } from './declaration/declaration';
import { Exchange } from './exchange';
import { GatewayMetrics } from './metrics';
import { Router } from './router';
import { aFile, limitOf } from './test/file';

const NOON = Date.UTC(2026, 0, 15, 12);

/** The limit that a request meets tells which of several rate-limiting plugins has run. */
async function limitMet(file: string, path: string, username?: string): Promise<string | undefined> {
  const declaration = parseDeclaration(file);
  const exchange = new Exchange('id', { method: 'GET', headers: {} } as IncomingMessage, path, '127.0.0.1', NOON);
  if (username) exchange.consumer = { id: '1', username };
  const match = new Router(declaration.services).match('GET', path);
  const chain = new Chains(declaration, { credentials: new Map(), metrics: new GatewayMetrics() }).of(match);
  for (const plugin of chain.plugins(exchange)) await plugin.access?.(exchange);
  return exchange.towardsClient['RateLimit-Limit'];
}

describe('Of several configurations of a plugin', () => {
  const file = aFile({
    plugins: [limitOf(1)],
    service: { plugins: [limitOf(2)] },
    routes: [
      { name: 'plain', paths: ['/plain'] },
      { name: 'own', paths: ['/own'], plugins: [limitOf(3)] },
    ],
    consumers: [{ username: 'ada', plugins: [limitOf(4)] }, { username: 'bob' }],
  });

  it.each([
    ['the global one holds where no route matches', '/other', undefined, '1'],
    ["the service's beats the global one", '/plain', undefined, '2'],
    ["the route's beats the service's", '/own', undefined, '3'],
    ["the consumer's beats the route's", '/own', 'ada', '4'],
    ['another consumer changes nothing', '/own', 'bob', '3'],
  ])('%s', async (_name, path, username, limit) => {
    expect(await limitMet(file, path, username)).toBe(limit);
  });
});
