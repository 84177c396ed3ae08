import { boolean, object, oneOf, optional } from '../declaration/shape';
import type { Exchange } from '../exchange';
import type { GatewayMetrics } from '../metrics';
import { definePlugin, type Outcome } from './plugin';

const config = object(
  {
    status_code_metrics: optional(boolean, false),
    latency_metrics: optional(boolean, false),
    bandwidth_metrics: optional(boolean, false),
    upstream_health_metrics: optional(oneOf([false], [true]), false),
    per_consumer: optional(oneOf([false], [true]), false),
  },
  ['ai_metrics', 'wasm_metrics'],
);
type Groups = ReturnType<typeof config>;

/** Like Kong, it counts what had a route, and whole milliseconds. */
export const prometheus = definePlugin({
  name: 'prometheus',
  priority: 13,
  toConsumers: 'in Kong',
  config,
  start: (groups, { metrics }) => ({
    log(exchange, outcome) {
      const { service, route } = exchange;
      if (service !== undefined && route !== undefined) {
        count(groups, metrics, { service, route, workspace: 'default' }, exchange, outcome);
      }
    },
  }),
});

type Place = Record<'service' | 'route' | 'workspace', string>;

function count(groups: Groups, metrics: GatewayMetrics, place: Place, exchange: Exchange, outcome: Outcome): void {
  const { upstreamMs } = exchange;
  if (groups.status_code_metrics) {
    const source = upstreamMs === undefined ? 'kong' : 'service';
    metrics.requests.inc({ ...place, code: String(outcome.status), source, consumer: '' });
  }
  if (groups.bandwidth_metrics) {
    metrics.bandwidth.inc({ ...place, direction: 'ingress', consumer: '' }, outcome.received);
    metrics.bandwidth.inc({ ...place, direction: 'egress', consumer: '' }, outcome.sent);
  }
  if (groups.latency_metrics) {
    metrics.requestLatency.observe(place, exchange.milliseconds());
    metrics.kongLatency.observe(place, exchange.ownMs);
    if (upstreamMs !== undefined) metrics.upstreamLatency.observe(place, upstreamMs);
  }
}
