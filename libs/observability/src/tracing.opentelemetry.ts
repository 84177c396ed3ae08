import {
  Context,
  context,
  isSpanContextValid,
  Link,
  ROOT_CONTEXT,
  Span,
  SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { SpanAttributes, SpanDescription, Tracing } from '@tradewind/kernel';
import { mask } from './mask';

const KIND = { internal: SpanKind.INTERNAL, producer: SpanKind.PRODUCER, consumer: SpanKind.CONSUMER };

/** Spans for what the kernel describes; those for HTTP and SQL come from the instrumentations. */
export class OpenTelemetryTracing implements Tracing {
  private readonly tracer = trace.getTracer('tradewind');

  inSpan<T>(
    { name, kind, attributes, link }: SpanDescription,
    parent: string | undefined,
    work: (traceparent: string) => Promise<T>,
  ): Promise<T> {
    const options = { kind: KIND[kind], attributes, links: link === undefined ? [] : [linkTo(link)] };
    return this.tracer.startActiveSpan(name, options, parentContext(parent), async (span) => {
      try {
        return await work(traceparentOf(span));
      } catch (error) {
        markFailed(span, error);
        throw error;
      } finally {
        span.end();
      }
    });
  }

  active(): string | undefined {
    const span = trace.getActiveSpan();
    return span && isSpanContextValid(span.spanContext()) ? traceparentOf(span) : undefined;
  }

  describe(attributes: SpanAttributes, name?: string): void {
    const span = trace.getActiveSpan();
    span?.setAttributes(attributes);
    if (name !== undefined) span?.updateName(name);
  }

  fail(error: unknown): void {
    const span = trace.getActiveSpan();
    if (span) markFailed(span, error);
  }
}

function markFailed(span: Span, error: unknown): void {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  span.recordException({ name, message: mask(message), stack: stack && mask(stack) });
  span.setStatus({ code: SpanStatusCode.ERROR, message: name });
}

function traceparentOf(span: Span): string {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}

/** The parent is the span that the code runs in, or one that a message or a row has kept, of whatever process. */
function parentContext(traceparent: string | undefined): Context {
  if (traceparent === undefined) return ROOT_CONTEXT;
  const parent = spanContextOf(traceparent);
  if (trace.getActiveSpan()?.spanContext().spanId === parent.spanId) return context.active();
  return trace.setSpanContext(ROOT_CONTEXT, parent);
}

function spanContextOf(traceparent: string): SpanContext {
  const [, traceId, spanId, flags] = traceparent.split('-') as [string, string, string, string];
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
}

function linkTo(traceparent: string): Link {
  return { context: spanContextOf(traceparent) };
}
