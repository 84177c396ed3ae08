import { paint } from '../stack/src/output';
import { type Column, box, ends, table } from './drawing';
import type { Played } from './play';
import type { Step, StockItem } from './wire';

const STEP_COLUMNS: readonly Column[] = [
  { title: 'step', width: 15 },
  { title: '', width: 4 },
  { title: 'command', width: 23 },
  { title: 'outcome', width: 7 },
  { title: 'sent', right: true },
  { title: 'at', right: true, width: 8 },
  { title: 'took', right: true, width: 7 },
  { title: 'result' },
];

/** One order as a box: what was ordered, the timeline of its saga, the stock before and after, and what is wrong. */
export function drawn(number: number, played: Played, complaints: readonly string[]): string[] {
  const heading = paint('bold', `${number}  ${played.scene.title}`);
  return box(heading, paint('dim', played.order.order_number), [
    summaryOf(played),
    stepsOf(played),
    [stockOf(played)],
    complaints.map((complaint) => paint('red', `✗ ${complaint}`)),
  ]);
}

function summaryOf({ scene, quantity, order, tookMs }: Played): string[] {
  const { product, paymentMethod, story } = scene;
  const total = `${order.total_amount.toFixed(2)} ${order.currency}`;
  const reason = order.status_reason === null ? '' : ` ${order.status_reason}`;
  const status = paint(order.status === 'CONFIRMED' ? 'green' : 'yellow', `${order.status}${reason}`);
  return [
    ends(`${quantity} × ${product.name}, ${total}, ${paymentMethod}`, `${status} after ${tookMs} ms`),
    paint('dim', story),
  ];
}

function stepsOf({ saga }: Played): string[] {
  if (!saga) return ['No saga was started.'];
  const begun = Date.parse(saga.started_at);
  const [titles = '', ...lines] = table(
    STEP_COLUMNS,
    saga.steps.map((step) => rowOf(step, begun)),
  );
  const ended = `saga ${saga.status}${saga.duration_ms === null ? '' : ` after ${saga.duration_ms} ms`}`;
  return [paint('dim', titles), ...lines, ends('', paint('dim', ended))];
}

function rowOf(step: Step, begun: number): string[] {
  const isUndo = step.action === 'undo';
  return [
    step.step,
    isUndo ? paint('yellow', 'undo') : 'do',
    step.command.replace(/\.v\d+$/, ''),
    paint(step.outcome === 'done' ? 'green' : 'red', step.outcome),
    `${step.attempts}×`,
    `+${Date.parse(step.started_at) - begun} ms`,
    step.duration_ms === null ? '-' : `${step.duration_ms} ms`,
    resultOf(step),
  ];
}

/** What the reply says that a person wants to know: why it was refused, or how often the provider had to be called. */
function resultOf({ result }: Step): string {
  const { code, attempts, detail } = result ?? {};
  if (typeof code === 'string') return code.replace(/^[^.]+\./, '');
  if (typeof attempts === 'number' && attempts > 1) return `at try ${attempts}`;
  return typeof detail === 'string' ? detail : '';
}

function stockOf({ scene, before, after }: Played): string {
  const change = (what: string, of: (item: StockItem) => number): string => {
    const text = `${what} ${of(before)} → ${of(after)}`;
    return of(before) === of(after) ? text : paint('bold', text);
  };
  return [
    `stock of ${scene.product.id}`,
    change('on hand', (item) => item.quantity),
    change('reserved', (item) => item.reserved_qty),
    change('available', (item) => item.available_qty),
  ].join('    ');
}
