export type Attributes = Readonly<Record<string, string | number | undefined>>;

export interface GatewaySpan {
  traceId: string;
  spanId: string;
  parentSpanId: string | undefined;
  name: string;
  /** Ms since 1970. */
  startedAt: number;
  endedAt: number;
  attributes: Attributes;
  failed: boolean;
}

const EVERY_MS = 1_000;
/** More than that is dropped while the receiver is slow or away. */
const MOST_WAITING = 2_000;
const SERVER = 2;
const ERROR = 2;

/** Sends spans as OTLP over HTTP: JSON, where Kong sends protobuf. What the receiver does not take at once is lost. */
export class SpanExporter {
  private waiting: GatewaySpan[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly endpoint: string,
    private readonly resource: Attributes,
    private readonly timeoutMs: number,
  ) {}

  add(span: GatewaySpan): void {
    if (this.waiting.length < MOST_WAITING) this.waiting.push(span);
    this.timer ??= setTimeout(() => void this.send(), EVERY_MS).unref();
  }

  private async send(): Promise<void> {
    const spans = this.waiting.splice(0);
    const body = JSON.stringify(requestOf(this.resource, spans));
    const headers = { 'content-type': 'application/json' };
    const signal = AbortSignal.timeout(this.timeoutMs);
    // Nobody waits for the answer, and a receiver that is away must not disturb the requests.
    await fetch(this.endpoint, { method: 'POST', headers, body, signal })
      .then((answer) => answer.arrayBuffer())
      .catch(() => undefined);
    this.timer = undefined;
    if (this.waiting.length > 0) this.timer = setTimeout(() => void this.send(), EVERY_MS).unref();
  }
}

/** An ExportTraceServiceRequest of OTLP. */
function requestOf(resource: Attributes, spans: readonly GatewaySpan[]): object {
  const scopeSpans = [{ scope: { name: 'kong-stand-in' }, spans: spans.map(toOtlp) }];
  return { resourceSpans: [{ resource: { attributes: pairs(resource) }, scopeSpans }] };
}

function toOtlp({ startedAt, endedAt, attributes, failed, ...span }: GatewaySpan): object {
  return {
    ...span,
    kind: SERVER,
    startTimeUnixNano: nanoseconds(startedAt),
    endTimeUnixNano: nanoseconds(endedAt),
    attributes: pairs(attributes),
    status: failed ? { code: ERROR } : {},
  };
}

function pairs(attributes: Attributes): object[] {
  return Object.entries(attributes).flatMap(([key, value]) => {
    if (value === undefined) return [];
    return [{ key, value: typeof value === 'number' ? { intValue: value } : { stringValue: value } }];
  });
}

function nanoseconds(ms: number): string {
  return String(BigInt(Math.round(ms * 1_000)) * 1_000n);
}
