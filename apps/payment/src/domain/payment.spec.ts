import { Money, PaymentStatus } from '@tradewind/kernel';
import { ORDER_CANCELLED, Payment, Refund } from './payment';
import { PaymentTransitionRefused, RefundExceedsCapture } from './payment.errors';

const usd = (minor: number) => Money.ofMinor(minor, 'USD');
const facts = {
  id: 'p-1',
  orderId: 'o-1',
  customerId: 'c-1',
  amount: usd(1_000),
  method: 'pm_card_visa',
  provider: 'mock',
  createdAt: new Date(),
};

const aRefund = (amount: Money, id = 'r-1'): Refund => ({
  id,
  amount,
  reason: ORDER_CANCELLED,
  createdAt: new Date('2026-01-01T12:00:00Z'),
});

const CHARGED: readonly PaymentStatus[] = ['CAPTURED', 'PARTIALLY_REFUNDED', 'REFUNDED'];
const REFUNDED: Partial<Record<PaymentStatus, number>> = { PARTIALLY_REFUNDED: 400, REFUNDED: 1_000 };

function inStatus(status: PaymentStatus): Payment {
  const refunded = usd(REFUNDED[status] ?? 0);
  const reference = CHARGED.includes(status) ? 'ch-1' : null;
  return Payment.restore(facts, { status, refunded, reference, attempts: 0 });
}

const MOVES: Record<string, (payment: Payment) => void> = {
  capture: (payment) => payment.capture('ch-1', 1),
  decline: (payment) => payment.decline(1),
  fail: (payment) => payment.fail(5),
  'refund 1.00': (payment) => payment.refund(aRefund(usd(100))),
  'refund the rest': (payment) => payment.refund(aRefund(payment.captured)),
};

const LEGAL: Record<PaymentStatus, Partial<Record<keyof typeof MOVES, PaymentStatus>>> = {
  PENDING: { capture: 'CAPTURED', decline: 'DECLINED', fail: 'FAILED' },
  CAPTURED: { 'refund 1.00': 'PARTIALLY_REFUNDED', 'refund the rest': 'REFUNDED' },
  PARTIALLY_REFUNDED: { 'refund 1.00': 'PARTIALLY_REFUNDED', 'refund the rest': 'REFUNDED' },
  FAILED: { capture: 'CAPTURED' },
  DECLINED: {},
  REFUNDED: {},
};

describe('a payment', () => {
  it('begins with nothing taken and nothing given back', () => {
    const payment = Payment.begin(facts);
    expect([payment.status, payment.captured.minor, payment.refunded.minor]).toEqual(['PENDING', 0, 0]);
  });

  describe.each(Object.values(PaymentStatus))('that is %s', (status) => {
    it.each(Object.keys(MOVES))('allows or refuses: %s', (move) => {
      const payment = inStatus(status);
      const next = LEGAL[status][move];
      if (next) {
        MOVES[move]!(payment);
        expect(payment.status).toBe(next);
      } else {
        const before = inStatus(status);
        expect(() => MOVES[move]!(payment)).toThrow(/cannot become|cannot be refunded/);
        expect(payment).toEqual(before);
      }
    });
  });

  it('knows its charge once it is captured', () => {
    const payment = Payment.begin(facts);
    payment.capture('ch-1', 3);
    expect([payment.reference, payment.attempts, payment.captured.minor]).toEqual(['ch-1', 3, 1_000]);
  });

  describe('refund', () => {
    it('adds up until all is given back', () => {
      const payment = inStatus('CAPTURED');
      payment.refund(aRefund(usd(400)));
      expect([payment.status, payment.captured.minor]).toEqual(['PARTIALLY_REFUNDED', 600]);
      payment.refund(aRefund(usd(600)));
      expect([payment.status, payment.captured.minor]).toEqual(['REFUNDED', 0]);
      expect(() => payment.refund(aRefund(usd(1)))).toThrow(RefundExceedsCapture);
    });

    it('is recorded each time; together they are what was given back', () => {
      const payment = inStatus('CAPTURED');
      const [first, second] = [aRefund(usd(400), 'r-1'), aRefund(usd(350), 'r-2')];
      payment.refund(first);
      payment.refund(second);
      expect(payment.newRefunds).toEqual([first, second]);
      expect(payment.refunded.minor).toBe(750);
    });

    it('leaves no record when it is refused', () => {
      const payment = inStatus('CAPTURED');
      expect(() => payment.refund(aRefund(usd(1_001)))).toThrow(RefundExceedsCapture);
      expect([payment.newRefunds, payment.refunded.minor]).toEqual([[], 0]);
    });

    it('never exceeds what was captured', () => {
      expect(() => inStatus('CAPTURED').refund(aRefund(usd(1_001)))).toThrow(RefundExceedsCapture);
      expect(() => inStatus('PARTIALLY_REFUNDED').refund(aRefund(usd(601)))).toThrow(RefundExceedsCapture);
    });

    it.each([0, -100])('of %d takes nothing back', (minor) => {
      expect(() => inStatus('CAPTURED').refund(aRefund(usd(minor)))).toThrow(RefundExceedsCapture);
    });

    it('is in the currency of the charge', () => {
      expect(() => inStatus('CAPTURED').refund(aRefund(Money.ofMinor(100, 'EUR')))).toThrow('cannot be combined');
    });
  });

  describe('conclude', () => {
    const captured = { kind: 'captured', reference: 'ch-1', attempts: 1 } as const;
    const outcomes = [captured, { kind: 'declined', attempts: 1 }, { kind: 'failed', attempts: 5 }] as const;

    it.each([
      ['captured', 'CAPTURED'],
      ['declined', 'DECLINED'],
      ['failed', 'FAILED'],
    ])('ends a pending payment: %s', (kind, status) => {
      const payment = inStatus('PENDING');
      expect(payment.conclude(outcomes.find((outcome) => outcome.kind === kind)!)).toBe(true);
      expect(payment.status).toBe(status);
    });

    it('takes in a charge that lands after it was given up', () => {
      const payment = inStatus('FAILED');
      expect(payment.conclude(captured)).toBe(true);
      expect(payment.status).toBe('CAPTURED');
    });

    it.each(['CAPTURED', 'PARTIALLY_REFUNDED', 'REFUNDED'] as const)('keeps what was recorded first: %s', (status) => {
      for (const outcome of outcomes) {
        const payment = inStatus(status);
        expect(payment.conclude(outcome)).toBe(false);
        expect(payment).toEqual(inStatus(status));
      }
    });

    it('refuses a charge that the provider has declined before', () => {
      expect(() => inStatus('DECLINED').conclude(captured)).toThrow(PaymentTransitionRefused);
    });
  });
});
