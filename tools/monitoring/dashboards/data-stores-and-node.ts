import { Dashboard, graph, row, stat } from '../panels';
import { orZero, quantiles } from '../promql';

const OURS = 'service=~"$service"';
const NODE = `job="tradewind",${OURS}`;

/** What the services run on. */
export const dataStoresAndNode: Dashboard = {
  uid: 'tradewind-runtime',
  title: 'Data stores and Node',
  description: 'Connections to the databases, the processes, and RabbitMQ itself.',
  rows: [
    row(
      'Now',
      stat('Waiting for a connection', 'short', orZero(`sum(db_pool_waiting_requests{${OURS}})`), { badFrom: 1 }),
      stat('Slowest event loop, p99', 's', `max(nodejs_eventloop_lag_p99_seconds{${OURS}})`, { badFrom: 0.2 }),
      stat('Memory of all', 'bytes', `sum(process_resident_memory_bytes{${NODE}})`),
      stat('Restarts', 'short', `sum(changes(process_start_time_seconds{${NODE}}[$__range]))`, {
        description: 'In the time shown.',
      }),
      stat('Services with Redis', 'short', orZero(`sum(redis_connected{${OURS}})`), {
        description: 'Without it they work on; access tokens are good until they expire, also after a logout.',
      }),
      stat('RabbitMQ connections', 'short', orZero('sum(rabbitmq_connections)')),
      stat('RabbitMQ memory, of its limit', 'percentunit', memoryOfItsLimit(), {
        badFrom: 0.9,
        description: 'At its limit it blocks everybody who publishes.',
      }),
    ),
    row(
      'Connections to the databases',
      graph('In use and idle', 'short', {
        '{{service}} {{state}}': `sum by (service, state) (db_pool_connections{${OURS}})`,
      }),
      graph('Callers that wait', 'short', { '{{service}}': `sum by (service) (db_pool_waiting_requests{${OURS}})` }),
      graph(
        'Time until a caller has one',
        's',
        quantiles([0.95, 0.99], `db_pool_wait_seconds_bucket{${OURS}}`, ['service']),
      ),
    ),
    row(
      'Event loop',
      graph('Lag, p99', 's', { '{{service}}': `max by (service) (nodejs_eventloop_lag_p99_seconds{${OURS}})` }),
      graph('CPU', 'percentunit', {
        '{{service}}': `sum by (service) (rate(process_cpu_seconds_total{${NODE}}[$__rate_interval]))`,
      }),
      graph('Time in garbage collection', 'percentunit', {
        '{{service}} {{kind}}': `sum by (service, kind) (rate(nodejs_gc_duration_seconds_sum{${OURS}}[$__rate_interval]))`,
      }),
    ),
    row(
      'Memory and files',
      graph('Resident', 'bytes', { '{{service}}': `sum by (service) (process_resident_memory_bytes{${NODE}})` }),
      graph('Heap in use', 'bytes', { '{{service}}': `sum by (service) (nodejs_heap_size_used_bytes{${OURS}})` }),
      graph('Open files', 'short', { '{{service}}': `sum by (service) (process_open_fds{${NODE}})` }),
    ),
    row(
      'RabbitMQ',
      graph('Messages', 'ops', {
        received: 'sum(rate(rabbitmq_global_messages_received_total[$__rate_interval]))',
        confirmed: 'sum(rate(rabbitmq_global_messages_confirmed_total[$__rate_interval]))',
        acknowledged: 'sum(rate(rabbitmq_global_messages_acknowledged_total[$__rate_interval]))',
        redelivered: 'sum(rate(rabbitmq_global_messages_redelivered_total[$__rate_interval]))',
      }),
      graph('Memory', 'bytes', {
        'used {{instance}}': 'rabbitmq_process_resident_memory_bytes',
        'limit {{instance}}': 'rabbitmq_resident_memory_limit_bytes',
      }),
      graph('Free disk', 'bytes', {
        'free {{instance}}': 'rabbitmq_disk_space_available_bytes',
        'limit {{instance}}': 'rabbitmq_disk_space_available_limit_bytes',
      }),
      graph('Connections and channels', 'short', {
        connections: 'sum(rabbitmq_connections)',
        channels: 'sum(rabbitmq_channels)',
      }),
    ),
  ],
};

function memoryOfItsLimit(): string {
  return 'max(rabbitmq_process_resident_memory_bytes / rabbitmq_resident_memory_limit_bytes)';
}
