import { activeTraceparent, continueTrace, describeSpan, newId, runInContext } from '@tradewind/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';

const CORRELATION_ID = /^[\x21-\x7e]{1,128}$/;

/** Everything the request causes, in whatever service, carries the ids that are chosen (or taken over) here. */
export function openContext(request: FastifyRequest, reply: FastifyReply, next: () => void): void {
  const sent = request.headers['x-correlation-id'];
  const correlationId = typeof sent === 'string' && CORRELATION_ID.test(sent) ? sent : newId();
  void reply.header('x-correlation-id', correlationId);
  runInContext({ correlationId, traceparent: traceOf(request) }, () => {
    const route = request.routeOptions?.url;
    if (route) describeSpan({ 'http.route': route }, `${request.method} ${route}`);
    next();
  });
}

/** The span of this request, where spans are recorded; else whatever the caller has sent. */
function traceOf({ headers: { traceparent } }: FastifyRequest): string {
  return activeTraceparent() ?? continueTrace(typeof traceparent === 'string' ? traceparent : undefined);
}
