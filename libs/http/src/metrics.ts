import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Metrics } from '@tradewind/kernel';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { Public } from './auth';

/** What is asked by whoever watches says nothing about the service's work. */
const WATCHING = /^\/(health\/|metrics$)/;

/** For Prometheus, inside the network only: the gateway does not route it. */
@ApiExcludeController()
@Public()
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get()
  async read(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { contentType, text } = await this.metrics.exposition();
    void reply.header('content-type', contentType);
    return text;
  }
}

/**
 * Counts requests, and how long they take, by the template of their route. Until the answer begins, not until it has
 * ended: an event stream would count for as long as somebody listens, and only then.
 */
export function countRequests(server: FastifyInstance, metrics: Metrics): void {
  const duration = metrics.histogram({
    name: 'http_request_duration_seconds',
    help: 'Time until the answer to a request begins',
    labels: ['method', 'route', 'status_code'],
  });
  server.addHook('onSend', (request, reply, _payload, next) => {
    const route = request.routeOptions.url ?? 'unmatched';
    const labels = { method: request.method, route, status_code: String(reply.statusCode) };
    if (!WATCHING.test(route)) duration.observe(labels, reply.elapsedTime / 1_000);
    next();
  });
}
