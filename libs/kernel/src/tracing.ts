import { continueTrace, currentContext, RequestContext, runInContext } from './request-context';

export type SpanAttributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** A piece of work, as a trace shows it. */
export interface SpanDescription {
  readonly name: string;
  readonly kind: 'internal' | 'producer' | 'consumer';
  readonly attributes?: SpanAttributes;
  /** The traceparent of something in another trace that has led here too. */
  readonly link?: string;
}

/** Whatever records spans. The kernel knows none: without one, contexts pass through as they are. */
export interface Tracing {
  /** Runs `work` in a new span below `parent`, or as the first of a trace, and hands it the traceparent of that span. */
  inSpan<T>(span: SpanDescription, parent: string | undefined, work: (traceparent: string) => Promise<T>): Promise<T>;
  /** The traceparent of the span that the code runs in now, if it runs in one. */
  active(): string | undefined;
  /** Adds to that span. */
  describe(attributes: SpanAttributes, name?: string): void;
  /** Says that the work of that span went wrong, where no error leaves it. */
  fail(error: unknown): void;
}

const NOBODY: Tracing = {
  inSpan: (_span, parent, work) => work(continueTrace(parent)),
  active: () => undefined,
  describe: () => undefined,
  fail: () => undefined,
};

let tracing = NOBODY;

/** From now on `recorder` hears of every span; called once, when a process starts. */
export function recordSpansWith(recorder: Tracing | undefined): void {
  tracing = recorder ?? NOBODY;
}

/**
 * Runs `work` in `context`, as a span below the one that the context names; a context that names none begins a trace.
 * What `work` causes belongs to the new span.
 */
export function inSpan<T>(
  span: SpanDescription,
  context: Omit<RequestContext, 'traceparent'> & { readonly traceparent?: string },
  work: () => Promise<T>,
): Promise<T> {
  return tracing.inSpan(span, context.traceparent, (traceparent) => runInContext({ ...context, traceparent }, work));
}

/** The traceparent of the span that the code runs in now; undefined where nobody records spans. */
export function activeTraceparent(): string | undefined {
  return tracing.active();
}

/** Adds to the span that the code runs in now, and gives it a better name. */
export function describeSpan(attributes: SpanAttributes, name?: string): void {
  tracing.describe(attributes, name);
}

/** Marks the span that the code runs in now as failed; for errors that are handled inside it. */
export function failSpan(error: unknown): void {
  tracing.fail(error);
}

/** Notes in the current context and its span which order, and which saga, all this is about, once that is known. */
export function aboutOrder(orderId: string, sagaId?: string): void {
  const context = currentContext();
  if (context) Object.assign(context, { orderId }, sagaId === undefined ? {} : { sagaId });
  tracing.describe({ 'order.id': orderId, 'saga.id': sagaId });
}
