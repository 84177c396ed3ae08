import { eventually, OtlpReceiver, type ReceivedSpan } from '@tradewind/testing';
import { randomBytes } from 'node:crypto';
import { spanEndpoint } from './environment';

const COMPLETE_WITHIN_MS = 60_000;

/** Receives what the system under test sends; it sends only traces that a test has begun by `aTrace`. */
export function receiveSpans(): Promise<OtlpReceiver> {
  return OtlpReceiver.listen(Number(new URL(spanEndpoint()).port));
}

export interface TestTrace {
  readonly id: string;
  /** The span that the test pretends to be. */
  readonly callerSpanId: string;
  readonly traceparent: string;
}

/** A trace whose id is drawn also where one in ten thousand is recorded: a gateway goes by its seventh and eighth byte. */
export function aTrace(): TestTrace {
  const id = `${randomBytes(6).toString('hex')}0000${randomBytes(8).toString('hex')}`;
  const callerSpanId = randomBytes(8).toString('hex');
  return { id, callerSpanId, traceparent: `00-${id}-${callerSpanId}-01` };
}

/** The spans of a trace, SQL statements left out, once one of them has this title and the parents of all are there. */
export async function spansUpTo(receiver: OtlpReceiver, trace: TestTrace, title: string): Promise<ReceivedSpan[]> {
  return eventually(async () => {
    const spans = receiver.trace(trace.id).filter(({ attributes }) => attributes['db.system.name'] === undefined);
    expect(spans.map(titleOf)).toContain(title);
    expect(orphans(spans, trace)).toEqual([]);
    return spans;
  }, COMPLETE_WITHIN_MS);
}

/** The way from the first span of the trace down to this one: `order: process order.replies payment.payment-processed.v1`. */
export function wayTo(span: ReceivedSpan, spans: readonly ReceivedSpan[]): string[] {
  const parent = spans.find(({ spanId }) => spanId === span.parentSpanId);
  return [...(parent ? wayTo(parent, spans) : []), titleOf(span)];
}

export function titleOf({ service, name, attributes }: ReceivedSpan): string {
  const type = attributes['cloudevents.event_type'];
  return `${service}: ${name}${type === undefined ? '' : ` ${type}`}`;
}

/** Spans whose parent nobody knows. */
function orphans(spans: readonly ReceivedSpan[], { callerSpanId }: TestTrace): string[] {
  const known = new Set([callerSpanId, ...spans.map(({ spanId }) => spanId)]);
  return spans.filter(({ parentSpanId }) => !known.has(parentSpanId)).map(titleOf);
}
