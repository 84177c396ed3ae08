import { bars, Dashboard, graph, row, stat } from '../panels';
import { orNone, orZero, quantiles } from '../promql';

const PLACED = 'definition="place-order"';
const duringRange = (series: string): string => orZero(`sum(increase(${series}[$__range]))`);
const stepDone = (step: string): string =>
  duringRange(`saga_step_duration_seconds_count{${PLACED},step="${step}",action="do",outcome="done"}`);
const steps = (rest: string): string => `saga_step_duration_seconds_bucket{${rest}}`;
/** Replicas of a service read the same rows: one of them is enough. */
const open = (which = ''): string => orZero(`sum(max by (definition, status) (sagas_open${which}))`);

/** For whoever asks how the business goes, and what is stuck. */
export const ordersAndSagas: Dashboard = {
  uid: 'tradewind-orders',
  title: 'Orders and sagas',
  description: 'What becomes of orders, step by step, and what is stuck.',
  rows: [
    row(
      'Now',
      stat('Orders begun', 'short', duringRange(`sagas_started_total{${PLACED}}`), {
        description: 'In the time shown.',
      }),
      stat('Open sagas', 'short', open()),
      stat('Need attention', 'short', open('{status="NEEDS_ATTENTION"}'), {
        badFrom: 1,
        description: 'npm run ops -- sagas',
      }),
      stat('Overdue', 'short', orZero('max(sagas_overdue)'), { badFrom: 1 }),
      stat('Oldest open saga', 's', orZero('max(sagas_oldest_open_age_seconds)'), { badFrom: 900 }),
      stat('Alerts firing', 'short', orZero('count(ALERTS{alertstate="firing"})'), { badFrom: 1 }),
    ),
    row(
      'From begun to sold',
      bars(
        'Steps of place-order',
        'short',
        {
          started: duringRange(`sagas_started_total{${PLACED}}`),
          reserved: stepDone('reserve stock'),
          paid: stepDone('process payment'),
          confirmed: stepDone('confirm order'),
          committed: stepDone('commit stock'),
        },
        { description: 'How many orders came how far in the time shown.' },
      ),
      bars('Why orders were cancelled', 'short', {
        '{{reason}}': orNone('sum by (reason) (increase(orders_cancelled_total[$__range]))', 'reason'),
      }),
      bars('How sagas ended', 'short', {
        '{{definition}} {{outcome}}': orNone(
          'sum by (definition, outcome) (increase(sagas_ended_total[$__range]))',
          'outcome',
        ),
      }),
    ),
    row(
      'Orders',
      graph('Orders by the status they came to', 'ops', {
        '{{status}}': orNone('sum by (status) (rate(orders_total[$__rate_interval]))', 'status'),
      }),
      graph('Sagas at work', 'short', {
        '{{definition}} {{status}}': orNone('max by (definition, status) (sagas_open)', 'status'),
      }),
      graph(
        'Time from begun to ended',
        's',
        quantiles([0.5, 0.95], `saga_duration_seconds_bucket{${PLACED}}`, ['outcome']),
      ),
    ),
    row(
      'Steps',
      graph('Time of steps, done', 's', quantiles([0.5, 0.95], steps('action="do",outcome="done"'), ['step'])),
      graph('Time of undoing', 's', quantiles([0.5, 0.95], steps('action="undo"'), ['step'])),
      graph('Steps that were not done', 'ops', {
        '{{step}} {{outcome}}': orNone(
          'sum by (step, outcome) (rate(saga_step_duration_seconds_count{outcome!="done"}[$__rate_interval]))',
          'outcome',
        ),
      }),
    ),
    row(
      'What went wrong',
      graph('Sagas parked for a person', 'short', {
        '{{definition}} {{step}}': orNone(
          'sum by (definition, step) (increase(sagas_parked_total[$__rate_interval]))',
          'step',
        ),
      }),
      graph('Deadlines moved', 's', {
        seconds: orZero('sum(increase(saga_deadlines_moved_seconds_total[$__rate_interval]))'),
      }),
      graph('Reservations overdue', 'short', {
        told: orZero('sum(increase(reservations_overdue_total[$__rate_interval]))'),
      }),
    ),
    row(
      'Stock and money',
      graph('Reservations', 'ops', {
        '{{outcome}}': orNone('sum by (outcome) (rate(stock_reservations_total[$__rate_interval]))', 'outcome'),
      }),
      graph('Units moved', 'ops', {
        '{{type}}': orNone('sum by (type) (rate(stock_units_moved_total[$__rate_interval]))', 'type'),
      }),
      graph('Payments and refunds', 'ops', {
        '{{outcome}}': orNone('sum by (outcome) (rate(payments_total[$__rate_interval]))', 'outcome'),
        refunded: orZero('sum(rate(payment_refunds_total[$__rate_interval]))'),
      }),
    ),
    row(
      'Whom orders wait for',
      graph(
        'Payment provider, p95',
        's',
        quantiles([0.95], 'payment_provider_call_duration_seconds_bucket', ['operation', 'outcome']),
      ),
      graph('Price list', 'ops', {
        '{{outcome}}': orNone('sum by (outcome) (rate(price_list_requests_total[$__rate_interval]))', 'outcome'),
        'breaker open': orZero('max(price_list_breaker_open)'),
      }),
      graph(
        'Handling of messages, p95',
        's',
        quantiles([0.95], 'message_handling_duration_seconds_bucket{service=~"$service"}', ['type']),
      ),
    ),
  ],
};
