import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { KONG } from './headers';

/** Kong's own bounds. */
const KONG_BUCKETS = [1, 2, 5, 7, 10, 15, 20, 30, 50, 75, 100, 200, 500, 750, 1_000, 3_000, 6_000];
const UPSTREAM_BUCKETS = [25, 50, 80, 100, 250, 400, 700, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000];

const PLACE = ['service', 'route', 'workspace'] as const;

/** What Kong tells under these names; without the prometheus plugin nothing is counted. */
export class GatewayMetrics {
  readonly registry = new Registry();
  private readonly shared = { registers: [this.registry] };
  readonly requests = new Counter({
    ...this.shared,
    name: 'kong_http_requests_total',
    help: 'HTTP status codes per consumer/service/route in Kong',
    labelNames: ['service', 'route', 'code', 'source', 'workspace', 'consumer'],
  });
  readonly bandwidth = new Counter({
    ...this.shared,
    name: 'kong_bandwidth_bytes',
    help: 'Total bandwidth (ingress/egress) throughput in bytes per service/route/consumer',
    labelNames: ['service', 'route', 'direction', 'workspace', 'consumer'],
  });
  readonly requestLatency = this.latency('request', 'Total latency incurred during requests', UPSTREAM_BUCKETS);
  readonly upstreamLatency = this.latency('upstream', 'Latency added by upstream response', UPSTREAM_BUCKETS);
  readonly kongLatency = this.latency('kong', 'Latency added by Kong and enabled plugins', KONG_BUCKETS);

  constructor() {
    const version = KONG.split('/')[1] ?? '';
    const about = {
      name: 'kong_node_info',
      help: 'Kong Node metadata information',
      labelNames: ['node_id', 'version'],
    };
    new Gauge({ ...this.shared, ...about }).set({ node_id: 'stand-in', version }, 1);
  }

  private latency(what: string, help: string, buckets: number[]): Histogram<(typeof PLACE)[number]> {
    const name = `kong_${what}_latency_ms`;
    return new Histogram({ ...this.shared, name, help: `${help} for each service/route`, labelNames: PLACE, buckets });
  }
}
