import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

/** What follows a request through every service, queue and crash. */
export interface RequestContext {
  /** Chosen by the gateway (or the client); the same on every log line and message that the request causes. */
  readonly correlationId: string;
  /** W3C trace context: `00-<32 hex trace id>-<16 hex parent id>-<flags>`. */
  readonly traceparent: string;
  /** The message that is being handled, if any. */
  readonly causationId?: string;
  readonly sagaId?: string;
  /** The order that this is about; often found out on the way (`aboutOrder`). */
  readonly orderId?: string;
}

const storage = new AsyncLocalStorage<RequestContext>();

export function runInContext<T>(context: RequestContext, work: () => T): T {
  return storage.run(context, work);
}

/** The context of the code that runs now; undefined outside a request or message. */
export function currentContext(): RequestContext | undefined {
  return storage.getStore();
}

const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

export function isTraceparent(value: unknown): value is string {
  return typeof value === 'string' && TRACEPARENT.test(value);
}

/** The given W3C traceparent if it is well formed, otherwise the start of a new sampled trace. */
export function continueTrace(traceparent?: string): string {
  if (isTraceparent(traceparent)) return traceparent;
  return `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`;
}

/** The trace id inside a traceparent. */
export function traceIdOf(traceparent: string): string {
  return traceparent.slice(3, 35);
}

/** What a call to another service says of the current request, so that it goes on there. */
export function contextHeaders(): Record<string, string> {
  const context = currentContext();
  return context ? { 'x-correlation-id': context.correlationId, traceparent: context.traceparent } : {};
}
