import { createServer, type Server, type ServerResponse } from 'node:http';
import type { GatewayMetrics } from './metrics';

/** Kong's status listener: a port of its own, for those who watch and not for clients. */
export function statusServer({ registry }: GatewayMetrics): Server {
  return createServer((request, response) => {
    const path = request.url?.split('?')[0];
    if (path === '/metrics') void tellMetrics(response, registry);
    else if (path === '/status') json(response, 200, { database: { reachable: true } });
    // What has no configuration does not get so far that it listens.
    else if (path === '/status/ready') json(response, 200, { message: 'ready' });
    else json(response, 404, { message: 'Not found' });
  });
}

async function tellMetrics(response: ServerResponse, registry: GatewayMetrics['registry']): Promise<void> {
  response.setHeader('Content-Type', registry.contentType).end(await registry.metrics());
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}
