import { OrderStory } from '../../application/find-order/order-story.query';

type Saga = OrderStory['sagas'][number];
type Step = Saga['steps'][number];

/** The story of an order for people: tables of fixed width, times counted from the start of their saga. */
export function storyText(story: OrderStory): string {
  const parts = [orderText(story), ...story.sagas.map(sagaText), stockText(story), paymentText(story)];
  return `${parts.map((lines) => lines.map(printable).join('\n')).join('\n\n')}\n`;
}

/** Names and notes are other people's text: nothing in them may move a cursor or begin a line. */
function printable(line: string): string {
  return line.replace(/\p{Cc}/gu, '?');
}

function orderText({ order }: OrderStory): string[] {
  const reason = order.statusReason ? ` (${order.statusReason})` : '';
  return [
    `Order ${order.orderNumber}  ${order.status}${reason}  ${money(order.totalAmount, order.currency)}`,
    `  ${order.id}  placed ${order.createdAt.toISOString()} by ${order.customerName} <${order.customerEmail}>`,
    ...order.items.map((item) => `  ${item.quantity} x ${item.productName} (${item.productId})`),
  ];
}

function sagaText(saga: Saga): string[] {
  const took = saga.durationMs === null ? '' : ` after ${saga.durationMs} ms`;
  const head = ['step', '', 'command', 'sent', 'outcome', 'at', 'took', 'outbox', 'queue', 'work', 'reply'];
  return [
    `Saga ${saga.definition} v${saga.version}  ${saga.status}${took}`,
    `  ${saga.sagaId}  started ${saga.startedAt.toISOString()}  trace ${saga.traceId}`,
    ...(saga.attention ? [`  needs attention: ${saga.attention}`] : []),
    ...table([head, ...saga.steps.map((step) => stepRow(step, saga))]),
    ...saga.interventions.map(({ at, what, by, note }) => {
      const who = by ? ` by ${by}` : '';
      return `  ${what}${who} at ${at.toISOString()}${note ? `: ${note}` : ''}`;
    }),
    ...saga.ignored.map(({ at, message }) => `  ignored ${message ?? 'a reply'} at ${at.toISOString()}: too late`),
  ];
}

function stepRow(step: Step, saga: Saga): string[] {
  const { waits } = step;
  return [
    step.step,
    step.action,
    step.command,
    `${step.attempts}x`,
    step.outcome,
    `+${step.startedAt.getTime() - saga.startedAt.getTime()} ms`,
    ms(step.durationMs),
    ms(waits && waits.commandInOutbox + waits.replyInOutbox),
    ms(waits && waits.commandInQueue + waits.replyInQueue),
    ms(waits && waits.work),
    [step.reply ?? '-', errorOf(step.result), otherTrace(step, saga)].filter(Boolean).join('  '),
  ];
}

/** Why a step was refused, or failed. */
function errorOf(result: unknown): string {
  const { code, detail } = (result ?? {}) as { code?: string; detail?: string };
  return [code, detail].filter(Boolean).join(': ');
}

function otherTrace({ traceId }: Step, saga: Saga): string {
  return traceId && traceId !== saga.traceId ? `trace ${traceId}` : '';
}

function stockText({ stock }: OrderStory): string[] {
  if (!stock) return ['Stock: the inventory service does not answer now.'];
  if (stock.length === 0) return ['Stock: nothing was moved.'];
  const rows = stock.map(({ createdAt, productId, type, change, reason }) => [
    createdAt.toISOString(),
    productId,
    type,
    String(change),
    reason,
  ]);
  return ['Stock', ...table([['at', 'product', 'type', 'change', 'reason'], ...rows])];
}

function paymentText({ payment, unanswered }: OrderStory): string[] {
  if (unanswered.includes('payment')) return ['Payment: the payment service does not answer now.'];
  if (!payment) return ['Payment: nothing was charged.'];
  const reference = payment.providerReference ? ` ${payment.providerReference}` : '';
  return [
    `Payment ${payment.status}  ${money(payment.amount, payment.currency)}  ${payment.provider}${reference}`,
    `  ${payment.id}  begun ${payment.createdAt.toISOString()}`,
    ...payment.refunds.map(
      ({ amount, reason, createdAt }) =>
        `  refunded ${money(amount, payment.currency)} at ${createdAt.toISOString()}: ${reason}`,
    ),
  ];
}

function money(amount: number, currency: string): string {
  return `${amount.toFixed(2)} ${currency}`;
}

function ms(duration: number | null): string {
  return duration === null ? '-' : `${duration} ms`;
}

/** Columns as wide as their widest cell. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ')}`.trimEnd());
}
