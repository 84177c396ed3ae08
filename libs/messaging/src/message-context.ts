import { Envelope } from '@tradewind/contracts';
import { continueTrace, isTraceparent, OutboxMessage, RequestContext, SpanDescription } from '@tradewind/kernel';

/** On a message: the span that published it. Its envelope names the one that decided it. */
export const TRACE_HEADER = 'traceparent';

/** The context in which a message is handled, or published. */
export function contextOf(envelope: Envelope, headers: Readonly<Record<string, unknown>> = {}): RequestContext {
  const published = headers[TRACE_HEADER];
  const orderId = (envelope.data as { order_id?: unknown } | null | undefined)?.order_id;
  return {
    correlationId: envelope.correlationid,
    traceparent: isTraceparent(published) ? published : continueTrace(envelope.traceparent),
    causationId: envelope.id,
    ...(typeof envelope.sagaid === 'string' ? { sagaId: envelope.sagaid } : {}),
    ...(typeof orderId === 'string' ? { orderId } : {}),
  };
}

/** `publish commands`, below the span that wrote the message into the outbox. */
export function publishing({ exchange, routingKey }: OutboxMessage, envelope: Envelope): SpanDescription {
  return {
    name: `publish ${exchange}`,
    kind: 'producer',
    attributes: {
      ...about(envelope),
      'messaging.operation.type': 'send',
      'messaging.operation.name': 'publish',
      'messaging.destination.name': exchange,
      'messaging.rabbitmq.destination.routing_key': routingKey,
    },
  };
}

/** `process inventory.commands`, below the span that published the message. */
export function processing(queue: string, envelope: Envelope): SpanDescription {
  return {
    name: `process ${queue}`,
    kind: 'consumer',
    attributes: {
      ...about(envelope),
      'messaging.operation.type': 'process',
      'messaging.operation.name': 'process',
      'messaging.destination.name': queue,
    },
  };
}

function about(envelope: Envelope): SpanDescription['attributes'] {
  const { sagaId, orderId } = contextOf(envelope);
  return {
    'messaging.system': 'rabbitmq',
    'messaging.message.id': envelope.id,
    'messaging.message.conversation_id': envelope.correlationid,
    'cloudevents.event_type': envelope.type,
    'saga.id': sagaId,
    'order.id': orderId,
  };
}
