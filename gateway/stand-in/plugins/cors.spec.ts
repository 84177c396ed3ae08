import type { IncomingMessage } from 'node:http';
import { Exchange } from '../exchange';
import { GatewayMetrics } from '../metrics';
import { cors } from './cors';

const CONFIG = { methods: ['GET'], headers: ['Accept'], max_age: 5 };

function answered(config: object, headers: Record<string, string>): Record<string, string> {
  const plugin = cors
    .bindingAt('global')({ name: 'cors', config: { ...CONFIG, ...config } }, 'p')
    .start({ credentials: new Map(), metrics: new GatewayMetrics() });
  const exchange = new Exchange('id', { method: 'GET', headers } as unknown as IncomingMessage, '/', '127.0.0.1', 0);
  plugin.respond?.(exchange);
  return exchange.towardsClient;
}

describe('The origin that an answer names', () => {
  const several = { origins: ['http://a.example', 'http://b.example:8080'] };

  it('is always the single one that is configured, as in Kong', () => {
    const single = { origins: ['http://a.example'] };
    expect(answered(single, {})).toEqual({ 'Access-Control-Allow-Origin': 'http://a.example' });
    expect(answered(single, { origin: 'http://evil.example' })).toEqual({
      'Access-Control-Allow-Origin': 'http://a.example',
    });
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

  it('may come with its default port', () => {
    expect(answered(several, { origin: 'http://a.example:80' })).toHaveProperty('Access-Control-Allow-Origin');
  });

  it('allows credentials only where that is configured', () => {
    expect(answered({ ...several, credentials: true }, {})).toEqual({
      vary: 'Origin',
      'Access-Control-Allow-Credentials': 'true',
    });
  });
});
