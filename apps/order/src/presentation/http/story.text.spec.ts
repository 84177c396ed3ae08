import { OrderStory } from '../../application/find-order/order-story.query';
import { storyText } from './story.text';

const at = (ms: number) => new Date(Date.UTC(2026, 0, 1, 12, 0, 0, ms));

const step = {
  step: 'reserve stock',
  action: 'do',
  command: 'inventory.reserve-stock.v1',
  attempts: 1,
  reply: 'inventory.stock-reservation-failed.v1',
  outcome: 'refused',
  result: { code: 'inventory.out-of-stock', detail: 'lamp: 1 wanted' },
  startedAt: at(0),
  endedAt: at(20),
  durationMs: 20,
  waits: { commandInOutbox: 1, commandInQueue: 2, work: 3, replyInOutbox: 4, replyInQueue: 10 },
  traceId: 'a'.repeat(32),
} as const;

const story: OrderStory = {
  order: {
    id: 'o-1',
    orderNumber: 'ORD-20260101-000001',
    customerId: 'c-1',
    customerEmail: 'yash@example.com',
    customerName: 'Yash\u001b[2J\nSaga forged',
    items: [{ productId: 'lamp', productName: 'Lamp', quantity: 1, unitPrice: 10, totalPrice: 10 }],
    totalAmount: 10,
    currency: 'USD',
    status: 'CANCELLED',
    statusReason: 'out_of_stock',
    createdAt: at(0),
    updatedAt: at(30),
  },
  sagas: [
    {
      sagaId: 's-1',
      definition: 'place-order',
      version: 1,
      subject: 'o-1',
      status: 'COMPENSATED',
      attention: null,
      startedAt: at(0),
      endedAt: at(30),
      durationMs: 30,
      correlationId: 'c',
      traceId: 'a'.repeat(32),
      steps: [step],
      interventions: [{ at: at(5), what: 'retried', by: 'admin@tradewind.test', note: 'broker is back' }],
      ignored: [{ at: at(25), message: 'inventory.stock-reserved.v1' }],
    },
  ],
  stock: [{ productId: 'lamp', type: 'RESERVE', change: 1, reason: 'order', createdAt: at(10) }],
  payment: null,
  unanswered: [],
};

describe('the story of an order as text', () => {
  const lines = storyText(story).split('\n');
  const line = (start: string) =>
    lines.find((candidate) => candidate.trim().startsWith(start))?.replace(/ {2,}/g, '  ');

  it('begins with the order and how it ended', () =>
    expect(lines[0]).toBe('Order ORD-20260101-000001  CANCELLED (out_of_stock)  10.00 USD'));

  it('has a line for each step: command, attempts, outcome, times, waits, reply and error', () =>
    expect(line('reserve stock')).toBe(
      '  reserve stock  do  inventory.reserve-stock.v1  1x  refused  +0 ms  20 ms  5 ms  12 ms  3 ms' +
        '  inventory.stock-reservation-failed.v1  inventory.out-of-stock: lamp: 1 wanted',
    ));

  it('tells who intervened, and which replies came too late', () => {
    expect(line('retried')).toBe('  retried by admin@tradewind.test at 2026-01-01T12:00:00.005Z: broker is back');
    expect(line('ignored')).toBe('  ignored inventory.stock-reserved.v1 at 2026-01-01T12:00:00.025Z: too late');
  });

  it('shows the stock ledger and the money', () => {
    expect(line('2026-01-01T12:00:00.010Z')).toBe('  2026-01-01T12:00:00.010Z  lamp  RESERVE  1  order');
    expect(line('Payment')).toBe('Payment: nothing was charged.');
  });

  it('shows a payment with its refunds', () => {
    const refunds = [{ amount: 10, reason: 'order-cancelled', createdAt: at(20) }];
    const payment = {
      id: 'p-1',
      status: 'REFUNDED',
      amount: 10,
      refundedAmount: 10,
      currency: 'USD',
      provider: 'mock',
      providerReference: 'ch_1',
      createdAt: at(15),
      refunds,
    };
    const text = storyText({ ...story, payment });
    expect(text).toContain('Payment REFUNDED  10.00 USD  mock ch_1');
    expect(text).toContain('refunded 10.00 USD at 2026-01-01T12:00:00.020Z: order-cancelled');
  });

  it('says which service does not answer', () => {
    const text = storyText({ ...story, stock: null, unanswered: ['inventory', 'payment'] });
    expect(text).toContain('Stock: the inventory service does not answer now.');
    expect(text).toContain('Payment: the payment service does not answer now.');
  });

  it('keeps what customers wrote from moving the cursor or beginning a line', () => {
    expect(lines[1]).toContain('Yash?[2J?Saga forged <');
    expect(lines.filter((candidate) => candidate.startsWith('Saga'))).toHaveLength(1);
  });
});
