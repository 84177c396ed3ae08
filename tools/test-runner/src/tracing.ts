import { choosePorts } from '../../stack/src/machine/ports';

/** Between the ports of test stacks and those that the kernel gives to outgoing connections. */
const SPAN_PORTS = { from: 32_100, count: 600 };

/**
 * The system under test records only traces that a test has asked for (and one in ten thousand by chance), so that no
 * other test is slowed down; it sends them to where that test listens.
 */
export async function tracingSettings(): Promise<Record<string, string>> {
  const preferred = SPAN_PORTS.from + Math.floor(Math.random() * SPAN_PORTS.count);
  const { spans } = await choosePorts([{ name: 'spans', preferred }]);
  return {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${spans}`,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
    OTEL_TRACES_SAMPLER_ARG: '0.0001',
    OTEL_BSP_SCHEDULE_DELAY: '500',
  };
}
