import { Money, PaymentStatus } from '@tradewind/kernel';
import { PaymentTransitionRefused, RefundExceedsCapture } from './payment.errors';

/** The legal moves; everything else is refused. */
const NEXT: Record<PaymentStatus, readonly PaymentStatus[]> = {
  PENDING: ['CAPTURED', 'DECLINED', 'FAILED'],
  CAPTURED: ['PARTIALLY_REFUNDED', 'REFUNDED'],
  PARTIALLY_REFUNDED: ['PARTIALLY_REFUNDED', 'REFUNDED'],
  DECLINED: [],
  // A charge that was given up may land after all; then it is given back.
  FAILED: ['CAPTURED'],
  REFUNDED: [],
};

/** What became of a charge, and how many calls to the provider it took. */
export type ChargeOutcome = { readonly attempts: number } & (
  | { readonly kind: 'captured'; readonly reference: string }
  | { readonly kind: 'declined' }
  | { readonly kind: 'failed' }
);

/** Why money was given back. */
export const ORDER_CANCELLED = 'order-cancelled';

/** Money that was given back at one time. */
export interface Refund {
  readonly id: string;
  readonly amount: Money;
  readonly reason: string;
  readonly createdAt: Date;
}

interface PaymentFacts {
  readonly id: string;
  readonly orderId: string;
  readonly customerId: string;
  readonly amount: Money;
  readonly method: string;
  readonly provider: string;
  readonly createdAt: Date;
}

interface PaymentProgress {
  readonly status: PaymentStatus;
  readonly refunded: Money;
  readonly reference: string | null;
  readonly attempts: number;
}

/** The one payment of an order. What was refunded is always the sum of its refunds. */
export class Payment {
  private readonly added: Refund[] = [];

  private constructor(
    readonly facts: PaymentFacts,
    private progress: PaymentProgress,
  ) {}

  static begin(facts: PaymentFacts): Payment {
    const refunded = Money.zero(facts.amount.currency);
    return new Payment(facts, { status: PaymentStatus.Pending, refunded, reference: null, attempts: 0 });
  }

  static restore(facts: PaymentFacts, progress: PaymentProgress): Payment {
    return new Payment(facts, progress);
  }

  get id(): string {
    return this.facts.id;
  }

  get status(): PaymentStatus {
    return this.progress.status;
  }

  get refunded(): Money {
    return this.progress.refunded;
  }

  /** The refunds since it was restored, oldest first. */
  get newRefunds(): readonly Refund[] {
    return this.added;
  }

  /** What the provider calls it; known once it is captured. */
  get reference(): string | null {
    return this.progress.reference;
  }

  /** How often the provider was asked. */
  get attempts(): number {
    return this.progress.attempts;
  }

  /** What was taken and not given back. */
  get captured(): Money {
    return this.reference === null ? Money.zero(this.facts.amount.currency) : this.facts.amount.minus(this.refunded);
  }

  /** It counts as not charged: whoever asked for it may have been told so. */
  get isGivenUp(): boolean {
    return this.status === PaymentStatus.Failed;
  }

  /** The provider may have made a charge that is not recorded here. */
  get mayStillLand(): boolean {
    return this.status === PaymentStatus.Pending || this.isGivenUp;
  }

  /**
   * Takes in what became of the charge. Two deliveries of one command may both have asked: what was recorded first
   * stays, but for a charge that lands after it was given up. @throws PaymentTransitionRefused if it was declined
   * @returns whether this changes anything
   */
  conclude(outcome: ChargeOutcome): boolean {
    const isNews = this.status === PaymentStatus.Pending || (outcome.kind === 'captured' && this.reference === null);
    if (!isNews) return false;
    switch (outcome.kind) {
      case 'captured':
        this.capture(outcome.reference, outcome.attempts);
        break;
      case 'declined':
        this.decline(outcome.attempts);
        break;
      case 'failed':
        this.fail(outcome.attempts);
        break;
    }
    return true;
  }

  capture(reference: string, attempts: number): void {
    this.moveTo(PaymentStatus.Captured, { reference, attempts });
  }

  decline(attempts: number): void {
    this.moveTo(PaymentStatus.Declined, { attempts });
  }

  /** The provider could not be asked; it is certain that nothing was charged. */
  fail(attempts: number): void {
    this.moveTo(PaymentStatus.Failed, { attempts });
  }

  /** @throws RefundExceedsCapture, PaymentTransitionRefused */
  refund(refund: Refund): void {
    const { amount } = refund;
    const refunded = this.refunded.plus(amount);
    if (amount.minor <= 0 || refunded.minor > this.facts.amount.minor) {
      throw new RefundExceedsCapture(this.id, amount.toString(), this.captured.toString());
    }
    const isAll = refunded.equals(this.facts.amount);
    this.moveTo(isAll ? PaymentStatus.Refunded : PaymentStatus.PartiallyRefunded, { refunded });
    this.added.push(refund);
  }

  private moveTo(status: PaymentStatus, changes: Partial<PaymentProgress>): void {
    if (!NEXT[this.status].includes(status)) throw new PaymentTransitionRefused(this.id, this.status, status);
    this.progress = { ...this.progress, ...changes, status };
  }
}
