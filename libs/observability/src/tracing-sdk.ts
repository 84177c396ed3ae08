import { Attributes } from '@opentelemetry/api';
import { getNodeAutoInstrumentations } from '@opentelemetry/auto-instrumentations-node';
import { NodeSDK, resources } from '@opentelemetry/sdk-node';
import { recordSpansWith } from '@tradewind/kernel';
import { IncomingMessage } from 'node:http';
import { mask } from './mask';
import { OpenTelemetryTracing } from './tracing.opentelemetry';

/** A receiver that is away must not hold up the end of a process for longer. */
const FLUSH_WITHIN_MS = 3_000;

/** The defaults where they are not ours; a setting in the environment wins. */
const DEFAULTS = {
  // RabbitMQ is traced by libs/messaging. `pg` is there for whoever looks for a slow statement; four of five spans of
  // an order would be SQL. What nobody reads (fs, net, dns, frameworks) stays off.
  OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'http',
  // Numbers are Prometheus' business, and logs go to stdout.
  OTEL_METRICS_EXPORTER: 'none',
  OTEL_LOGS_EXPORTER: 'none',
};

/** Starts the SDK, which reads the standard `OTEL_*` settings. @returns what stops it */
export function startSdk(service: string): () => Promise<void> {
  for (const [name, value] of Object.entries(DEFAULTS)) process.env[name] ??= value;
  const sdk = new NodeSDK({
    serviceName: service,
    resource: resources.resourceFromAttributes({ 'service.namespace': 'tradewind' }),
    resourceDetectors: [resources.envDetector, resources.hostDetector, resources.serviceInstanceIdDetector],
    instrumentations: getNodeAutoInstrumentations({
      '@opentelemetry/instrumentation-http': {
        ignoreIncomingRequestHook: isWatching,
        startIncomingSpanHook: withoutSecrets,
        requireParentforOutgoingSpans: true,
      },
      // If at all, only the SQL of a request or a message: the loops that look for work ask several times a second.
      '@opentelemetry/instrumentation-pg': { requireParentSpan: true, ignoreConnectSpans: true },
    }),
  });
  sdk.start();
  recordSpansWith(new OpenTelemetryTracing());
  return () => inTime(sdk.shutdown());
}

/** Probes and scrapes. */
function isWatching({ url }: IncomingMessage): boolean {
  return /^\/(health\/|metrics(\?|$))/.test(url ?? '');
}

/** As in the logs: no e-mail address in a path, and no query at all. */
function withoutSecrets({ url = '' }: IncomingMessage): Attributes {
  return { 'url.path': mask(url.split('?')[0]!), 'url.query': undefined };
}

async function inTime(shutdown: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, FLUSH_WITHIN_MS);
  });
  await Promise.race([shutdown.catch(() => undefined), late]);
  clearTimeout(timer);
}
