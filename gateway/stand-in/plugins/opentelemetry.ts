import { randomBytes } from 'node:crypto';
import { mask } from '../../../libs/observability/src/mask';
import { integer, number, object, oneOf, optional, refuse, strings, url } from '../declaration/shape';
import type { Exchange } from '../exchange';
import { SpanExporter, type Attributes } from './otlp';
import { definePlugin } from './plugin';

const fields = object(
  {
    traces_endpoint: optional(url, undefined),
    sampling_rate: optional(number(0, 1), undefined),
    resource_attributes: optional(strings, {}),
    propagation: optional(object({ default_format: oneOf(['w3c']) }, ['extract', 'inject', 'clear']), undefined),
    connect_timeout: optional(integer(0), 1_000),
    send_timeout: optional(integer(0), 5_000),
    read_timeout: optional(integer(0), 5_000),
  },
  [
    ...['endpoint', 'logs_endpoint', 'headers', 'queue', 'batch_span_count', 'batch_flush_delay', 'header_type'],
    ...['http_response_header_for_traceid', 'sampling_strategy'],
  ],
);

/** Kong's own default of the rate, 0.01, is a setting of Kong's; the renderer always writes it. */
const config = (value: unknown, place: string) => {
  const { traces_endpoint, sampling_rate, ...read } = fields(value, place);
  if (traces_endpoint === undefined) return refuse(`${place}.traces_endpoint`, 'being without it is not implemented');
  if (sampling_rate === undefined) return refuse(`${place}.sampling_rate`, 'being without it is not implemented');
  return { ...read, traces_endpoint, sampling_rate };
};

interface Trace {
  traceId: string;
  parentSpanId?: string;
  sampled: boolean;
}

/**
 * Continues the trace that the client names (W3C), or begins one, and sends its own span on as the parent. Like Kong's
 * `request` instrumentation it records one span for each request that no earlier plugin has refused.
 */
export const opentelemetry = definePlugin({
  name: 'opentelemetry',
  priority: 14,
  toConsumers: 'in Kong',
  config,
  start({ traces_endpoint, sampling_rate, resource_attributes, read_timeout }) {
    const exporter = new SpanExporter(
      traces_endpoint,
      { 'service.name': 'kong', ...resource_attributes },
      read_timeout,
    );
    return {
      access(exchange) {
        const { traceId, parentSpanId, sampled } = traceOf(exchange.header('traceparent'), sampling_rate);
        const spanId = randomBytes(8).toString('hex');
        exchange.traceId = traceId;
        exchange.towardsUpstream['traceparent'] = `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`;
        if (!sampled) return undefined;
        const startedAt = performance.timeOrigin + exchange.startedAt;
        exchange.whenEnded((status) =>
          exporter.add({
            ...{ traceId, spanId, parentSpanId, name: 'kong' },
            ...{ startedAt, endedAt: performance.timeOrigin + performance.now() },
            attributes: attributesOf(exchange, status),
            failed: status >= 500,
          }),
        );
        return undefined;
      },
    };
  },
});

const TRACEPARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]([0-9a-f])$/;

/** A trace that the caller does not record stays unrecorded; of all others the rate decides, by the trace id. */
function traceOf(header: string | undefined, rate: number): Trace {
  const [, known, parentSpanId, flags] = TRACEPARENT.exec(header ?? '') ?? [];
  const traceId = known ?? randomBytes(16).toString('hex');
  const recordedBefore = flags === undefined || (Number.parseInt(flags, 16) & 1) === 1;
  return { traceId, parentSpanId, sampled: recordedBefore && isSampled(traceId, rate) };
}

/** Kong compares the first eight bytes of the trace id, the least significant one first. */
function isSampled(traceId: string, rate: number): boolean {
  const drawn = Buffer.from(traceId, 'hex').readBigUInt64LE();
  return rate >= 1 || Number(drawn) < rate * 2 ** 64;
}

/** As in the logs: no e-mail address in a path, and no query at all. */
function attributesOf(exchange: Exchange, status: number): Attributes {
  return {
    'http.method': exchange.method,
    'http.url': mask(`http://${exchange.header('host') ?? ''}${exchange.rawPath}`),
    'http.route': exchange.route,
    'http.status_code': status,
    'kong.request.id': exchange.requestId,
    'correlation.id': exchange.correlationId,
  };
}
