import { Dashboard, graph, labelTable, row, stat } from '../panels';
import { orNone, orZero, quantiles } from '../promql';

const OURS = 'service=~"$service"';
const requests = (more = ''): string => `http_request_duration_seconds_count{${OURS}${more}}`;
const durations = `http_request_duration_seconds_bucket{${OURS}}`;
const failing = (sli: string): string => orZero(`max(sli:errors:ratio_rate1h{sli="${sli}"})`);

/** Rate, errors, duration: at the gateway, of each service, of each route. */
export const services: Dashboard = {
  uid: 'tradewind-services',
  title: 'Services (RED)',
  description: 'Rate, errors and duration of requests: at the gateway, by service and by route.',
  rows: [
    row(
      'Now',
      stat('Services up', 'short', orZero(`sum(up{job="tradewind",${OURS}})`)),
      stat('Down', 'short', orZero('count(up == 0)'), { badFrom: 1, description: 'Of everything that is watched.' }),
      stat('Requests', 'reqps', orZero('sum(rate(kong_http_requests_total[$__rate_interval]))')),
      stat('Failing orders', 'percentunit', failing('orders'), {
        badFrom: 0.005,
        description: '5xx of POST /api/orders over an hour; the service level allows 0.5 %.',
      }),
      stat('Failing requests', 'percentunit', failing('http'), {
        badFrom: 0.005,
        description: '5xx of all requests at the gateway over an hour; the service level allows 0.5 %.',
      }),
      stat('Alerts firing', 'short', orZero('count(ALERTS{alertstate="firing"})'), { badFrom: 1 }),
    ),
    row(
      'At the gateway',
      graph('Requests by code', 'reqps', {
        '{{code}}': 'sum by (code) (rate(kong_http_requests_total[$__rate_interval]))',
      }),
      graph(
        'Requests answered with 5xx, by route',
        'reqps',
        {
          '{{route}}': orNone(
            'sum by (route) (rate(kong_http_requests_total{code=~"5.."}[$__rate_interval]))',
            'route',
          ),
        },
        { description: '502 to 504 come from the gateway: a service that is away or too slow.' },
      ),
      graph(
        'Time of requests',
        'ms',
        {
          ...prefixed('all', quantiles([0.5, 0.95, 0.99], 'kong_request_latency_ms_bucket')),
          ...prefixed('upstream', quantiles([0.95], 'kong_upstream_latency_ms_bucket')),
          ...prefixed('Kong', quantiles([0.95], 'kong_kong_latency_ms_bucket')),
        },
        {
          description:
            'An order with Prefer: wait takes as long as its saga, an event stream as long as somebody watches.',
        },
      ),
      graph('Traffic', 'Bps', {
        '{{direction}}': 'sum by (direction) (rate(kong_bandwidth_bytes[$__rate_interval]))',
      }),
    ),
    row(
      'By service',
      graph('Requests', 'reqps', { '{{service}}': `sum by (service) (rate(${requests()}[$__rate_interval]))` }),
      graph('Answered with 5xx', 'percentunit', {
        '{{service}}': orNone(
          `sum by (service) (rate(${requests(',status_code=~"5.."')}[$__rate_interval])) / sum by (service) (rate(${requests()}[$__rate_interval]))`,
          'service',
        ),
      }),
      graph('Time until the answer begins', 's', quantiles([0.5, 0.95], durations, ['service'])),
    ),
    row(
      'By route',
      graph('Requests, the ten busiest', 'reqps', {
        '{{method}} {{route}}': `topk(10, sum by (method, route) (rate(${requests()}[$__rate_interval])))`,
      }),
      graph('Refused (4xx)', 'reqps', {
        '{{status_code}} {{method}} {{route}}': orNone(
          `topk(10, sum by (status_code, method, route) (rate(${requests(',status_code=~"4.."')}[$__rate_interval])))`,
          'status_code',
        ),
      }),
      graph('p95 until the answer begins, the ten slowest', 's', {
        '{{method}} {{route}}': `topk(10, histogram_quantile(0.95, sum by (le, method, route) (rate(${durations}[$__rate_interval]))))`,
      }),
    ),
    row(
      'Accounts and builds',
      graph('Logins', 'ops', {
        '{{outcome}}': orNone('sum by (outcome) (rate(logins_total[$__rate_interval]))', 'outcome'),
      }),
      graph(
        'Refresh tokens used twice',
        'short',
        { families: orZero('sum(increase(refresh_reuse_detected_total[$__rate_interval]))') },
        { description: 'Each revokes all tokens of that login: one of two holders is a thief.' },
      ),
      graph(
        'Checks of sessions',
        'reqps',
        {
          '{{outcome}}': orNone(`sum by (outcome) (rate(session_checks_total{${OURS}}[$__rate_interval]))`, 'outcome'),
        },
        { description: 'Each request with an access token. Unknown: Redis did not say, and the token was taken.' },
      ),
      labelTable('What runs', `build_info{${OURS}}`, ['job']),
    ),
  ],
};

function prefixed(name: string, queries: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(queries).map(([legend, query]) => [`${name} ${legend}`, query]));
}
