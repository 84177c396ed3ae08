import { parseDeclaration } from '../declaration/declaration';
import { Chains } from '../chain';
import { Counters } from '../counting/counters';
import type { Exchange } from '../exchange';
import { GatewayMetrics } from '../metrics';
import { aFile, anExchange } from '../test/file';

const CONFIG = { methods: ['GET'], headers: ['Accept'], max_age: 5 };

function answered(
  config: object,
  headers: Record<string, string>,
  method = 'GET',
  route?: string,
): Exchange['towardsClient'] {
  const declaration = parseDeclaration(aFile({ plugins: [{ name: 'cors', config: { ...CONFIG, ...config } }] }));
  const world = { credentials: new Map(), metrics: new GatewayMetrics(), counters: new Counters(() => undefined) };
  const exchange = anExchange({ method, headers: Object.entries(headers) });
  exchange.route = route;
  for (const plugin of new Chains(declaration, world).of(undefined).plugins(exchange)) plugin.respond?.(exchange);
  return exchange.towardsClient;
}

describe('The origin that an answer names', () => {
  const several = { origins: ['http://a.example', 'http://b.example:8080'] };

  it('is always the single one that is configured, as in Kong', () => {
    const single = { origins: ['http://a.example'] };
    const headers = { 'Access-Control-Allow-Origin': 'http://a.example', vary: 'Origin' };
    expect(answered(single, {})).toEqual(headers);
    expect(answered(single, { origin: 'http://evil.example' })).toEqual(headers);
  });

  it('is, of several, the one that asks', () => {
    const headers = { 'Access-Control-Allow-Origin': 'http://b.example:8080', vary: 'Origin' };
    expect(answered(several, { origin: 'http://b.example:8080' })).toEqual(headers);
  });

  it('is none for a stranger, a part of a name or another port', () => {
    for (const origin of ['http://evil.example', 'http://a.example.evil.example', 'http://b.example', 'null']) {
      expect(answered(several, { origin })).toEqual({ vary: 'Origin' });
    }
  });

  it('may come with its default port, and is named without it', () => {
    expect(answered(several, { origin: 'http://a.example:80' })).toMatchObject({
      'Access-Control-Allow-Origin': 'http://a.example',
    });
  });

  it('allows credentials only where that is configured', () => {
    expect(answered({ ...several, credentials: true }, {})).toEqual({
      vary: 'Origin',
      'Access-Control-Allow-Credentials': 'true',
    });
  });
});

describe('A preflight', () => {
  const ASKS = {
    origin: 'http://a.example',
    'access-control-request-method': 'PUT',
    'access-control-request-headers': 'X-A, X-B',
  };

  it('is told what is configured', () => {
    expect(answered({ origins: ['http://a.example'] }, ASKS, 'OPTIONS', 'r')).toMatchObject({
      'Access-Control-Allow-Methods': 'GET',
      'Access-Control-Allow-Headers': 'Accept',
      'Access-Control-Max-Age': '5',
    });
  });

  it('is told what it asks for where nothing is', () => {
    const open = { origins: ['http://a.example'], methods: undefined, headers: undefined, max_age: undefined };
    expect(answered(open, ASKS, 'OPTIONS', 'r')).toEqual({
      'Access-Control-Allow-Origin': 'http://a.example',
      'Access-Control-Allow-Methods': 'GET,HEAD,PUT,PATCH,POST,DELETE,OPTIONS,TRACE,CONNECT',
      'Access-Control-Allow-Headers': 'X-A, X-B',
      vary: 'Origin',
    });
  });
});
