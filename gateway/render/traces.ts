type Environment = Readonly<Record<string, string | undefined>>;

export interface Traces {
  endpoint: string;
  /** Of the traces that begin at the gateway, which part is recorded: 0 to 1. */
  samplingRate: number;
}

/** The standard settings of OpenTelemetry, as far as Kong's plugin can follow them. */
export function readTraces(env: Environment, problems: string[]): Traces | undefined {
  const base = env['OTEL_EXPORTER_OTLP_ENDPOINT'];
  if (!base) return undefined;
  if (!/^https?:/.test(base) || !URL.canParse(base)) {
    problems.push(`OTEL_EXPORTER_OTLP_ENDPOINT must be an address such as http://127.0.0.1:4318, but is "${base}"`);
  }
  if (env['OTEL_EXPORTER_OTLP_PROTOCOL'] === 'grpc') {
    problems.push('OTEL_EXPORTER_OTLP_PROTOCOL must be http/protobuf or http/json: the gateway does not speak grpc');
  }
  return { endpoint: `${base.replace(/\/+$/, '')}/v1/traces`, samplingRate: samplingRate(env, problems) };
}

function samplingRate(env: Environment, problems: string[]): number {
  const sampler = env['OTEL_TRACES_SAMPLER'] || 'parentbased_always_on';
  switch (sampler.replace('parentbased_', '')) {
    case 'always_on':
      return 1;
    case 'always_off':
      return 0;
    case 'traceidratio':
      return ratio(env['OTEL_TRACES_SAMPLER_ARG'] || '1', problems);
    default:
      problems.push(`OTEL_TRACES_SAMPLER is "${sampler}", which the gateway cannot follow`);
      return 0;
  }
}

function ratio(value: string, problems: string[]): number {
  const rate = Number(value);
  if (rate >= 0 && rate <= 1) return rate;
  problems.push(`OTEL_TRACES_SAMPLER_ARG must be a number from 0 to 1, but is "${value}"`);
  return 0;
}
