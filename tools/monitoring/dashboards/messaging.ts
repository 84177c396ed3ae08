import { Dashboard, graph, row, stat } from '../panels';
import { orNone, orZero, quantiles } from '../promql';

const OURS = 'service=~"$service"';
/** Those that services read; each has a `.retry` and a `.dead` beside it. */
const READ = 'queue=~".+[.](commands|replies|events)"';
const DEAD = 'queue=~".+[.]dead"';
const RETRY = 'queue=~".+[.]retry"';
/** Several nodes of a broker, and replicas of a service, tell of the same queue or table. */
const perQueue = (series: string): string => `max by (queue) (${series})`;
const perService = (series: string): string => `max by (service) (${series}{${OURS}})`;

/** Whether what one service has decided reaches the others. */
export const messaging: Dashboard = {
  uid: 'tradewind-messaging',
  title: 'Messaging',
  description: 'Queues, outboxes, and what becomes of messages.',
  rows: [
    row(
      'Now',
      stat('Waiting in queues', 'short', orZero(`sum(${perQueue(`rabbitmq_queue_messages_ready{${READ}}`)})`)),
      stat('Waiting for a retry', 'short', orZero(`sum(${perQueue(`rabbitmq_queue_messages{${RETRY}}`)})`)),
      stat('Dead letters', 'short', orZero(`sum(${perQueue(`rabbitmq_queue_messages{${DEAD}}`)})`), {
        badFrom: 1,
        description: 'npm run ops -- dead-letters',
      }),
      stat(
        'Queues without a consumer',
        'short',
        orZero(`count(${perQueue(`rabbitmq_queue_consumers{${READ}}`)} == 0)`),
        {
          badFrom: 1,
        },
      ),
      stat('Unsent in outboxes', 'short', orZero(`sum(${perService('outbox_unsent_messages')})`)),
      stat('Oldest unsent', 's', orZero(`max(outbox_oldest_unsent_age_seconds{${OURS}})`), { badFrom: 30 }),
    ),
    row(
      'Queues',
      graph('Waiting', 'short', { '{{queue}}': perQueue(`rabbitmq_queue_messages_ready{${READ}}`) }),
      graph('Being handled', 'short', { '{{queue}}': perQueue(`rabbitmq_queue_messages_unacked{${READ}}`) }),
      graph('Consumers', 'short', { '{{queue}}': perQueue(`rabbitmq_queue_consumers{${READ}}`) }),
    ),
    row(
      'Messages that could not be handled',
      graph('Waiting for a retry', 'short', { '{{queue}}': perQueue(`rabbitmq_queue_messages{${RETRY}}`) }),
      graph('Dead letters in the broker', 'short', { '{{queue}}': perQueue(`rabbitmq_queue_messages{${DEAD}}`) }),
      graph('Dead letters by service', 'short', {
        '{{service}} {{queue}}': orNone(
          `sum by (service, queue) (increase(messages_dead_lettered_total{${OURS}}[$__rate_interval]))`,
          'queue',
        ),
      }),
    ),
    row(
      'Handling',
      graph('Handled, by outcome', 'ops', {
        '{{queue}} {{outcome}}': orNone(
          `sum by (queue, outcome) (rate(messages_handled_total{${OURS}}[$__rate_interval]))`,
          'queue',
        ),
      }),
      graph('Handled, by type', 'ops', {
        '{{type}}': orNone(`sum by (type) (rate(messages_handled_total{${OURS}}[$__rate_interval]))`, 'type'),
      }),
      graph(
        'Time to handle one',
        's',
        quantiles([0.5, 0.95], `message_handling_duration_seconds_bucket{${OURS}}`, ['queue']),
      ),
    ),
    row(
      'More than once',
      graph(
        'Redelivered',
        'ops',
        {
          '{{queue}}': orNone(`sum by (queue) (rate(messages_redelivered_total{${OURS}}[$__rate_interval]))`, 'queue'),
        },
        { description: 'Handed out before and not acknowledged: somebody died, or lost the connection.' },
      ),
      graph(
        'Duplicates',
        'ops',
        { '{{queue}}': orNone(`sum by (queue) (rate(inbox_duplicates_total{${OURS}}[$__rate_interval]))`, 'queue') },
        { description: 'Handled before, known by the inbox, and left alone.' },
      ),
      graph('Publishing that failed', 'ops', {
        '{{service}}': orNone(
          `sum by (service) (rate(outbox_publish_failures_total{${OURS}}[$__rate_interval]))`,
          'service',
        ),
      }),
    ),
    row(
      'Outboxes',
      graph('Unsent', 'short', { '{{service}}': perService('outbox_unsent_messages') }),
      graph('Age of the oldest unsent', 's', { '{{service}}': perService('outbox_oldest_unsent_age_seconds') }),
      graph('Sent', 'ops', {
        '{{service}} {{exchange}}': `sum by (service, exchange) (rate(outbox_published_total{${OURS}}[$__rate_interval]))`,
      }),
    ),
  ],
};
