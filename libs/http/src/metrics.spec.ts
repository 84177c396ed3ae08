import { MemoryMetrics } from '@tradewind/testing';
import { fastify, FastifyInstance } from 'fastify';
import { Readable } from 'node:stream';
import { countRequests } from './metrics';

describe('the numbers of requests', () => {
  let server: FastifyInstance;
  let metrics: MemoryMetrics;

  beforeEach(() => {
    server = fastify();
    metrics = new MemoryMetrics();
    countRequests(server, metrics);
    server.get('/api/orders/:id', async () => ({}));
    server.get('/api/broken', async () => Promise.reject(new Error('broken')));
    server.get('/health/live', async () => ({}));
    server.get('/metrics', async () => '');
  });
  afterEach(() => server.close());

  const counted = () => metrics.series('http_request_duration_seconds_count');

  it('are told apart by the template of the route, never by what was asked', async () => {
    for (const path of ['/api/orders/1', '/api/orders/2?secret=3']) await server.inject(path);
    expect(counted()).toEqual([
      'http_request_duration_seconds_count{method=GET,route=/api/orders/:id,status_code=200} 2',
    ]);
  });

  it('have one series for all paths that are not there', async () => {
    for (const path of ['/wp-admin', '/.env', '/api/orders/1/2/3']) await server.inject(path);
    expect(counted()).toEqual(['http_request_duration_seconds_count{method=GET,route=unmatched,status_code=404} 3']);
  });

  it('say how a request ended, also when its handler broke', async () => {
    await server.inject('/api/broken');
    expect(counted()).toEqual(['http_request_duration_seconds_count{method=GET,route=/api/broken,status_code=500} 1']);
  });

  it('leave out those who only watch', async () => {
    for (const path of ['/health/live', '/metrics']) await server.inject(path);
    expect(counted()).toEqual([]);
  });

  it('count an event stream when it begins, not when it ends', async () => {
    const endless = new Readable({ read: () => undefined });
    endless.push('data: 1\n\n');
    server.get('/api/orders/:id/events', (_request, reply) => reply.type('text/event-stream').send(endless));
    const { origin } = new URL(await server.listen({ port: 0, host: '127.0.0.1' }));
    const leaving = new AbortController();
    await fetch(`${origin}/api/orders/1/events`, { signal: leaving.signal });
    expect(counted()).toEqual([
      'http_request_duration_seconds_count{method=GET,route=/api/orders/:id/events,status_code=200} 1',
    ]);
    leaving.abort();
    endless.destroy();
  });
});
