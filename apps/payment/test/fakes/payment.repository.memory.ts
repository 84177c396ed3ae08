import { Payment, Refund } from '../../src/domain/payment';
import { PaymentOfOrder, PaymentRepository } from '../../src/domain/payment.repository';

type Stored = Parameters<typeof Payment.restore>;

/** What is locked is a copy until it is saved. */
export class MemoryPaymentRepository extends PaymentRepository {
  private readonly refunds = new Map<string, readonly Refund[]>();
  private readonly rows = new Map<string, Stored>();
  private readonly cancelled = new Set<string>();

  of(orderId: string): Payment | undefined {
    const row = this.rows.get(orderId);
    return row && Payment.restore(...row);
  }

  refundsOf(orderId: string): readonly Refund[] {
    return this.refunds.get(orderId) ?? [];
  }

  async lock(orderId: string): Promise<PaymentOfOrder> {
    return { payment: this.of(orderId), cancelled: this.cancelled.has(orderId) };
  }

  async add(payment: Payment): Promise<void> {
    if (this.rows.has(payment.facts.orderId)) throw new Error(`${payment.facts.orderId} has a payment already`);
    await this.save(payment);
  }

  async save({ facts, status, refunded, reference, attempts, newRefunds }: Payment): Promise<void> {
    this.rows.set(facts.orderId, [facts, { status, refunded, reference, attempts }]);
    this.refunds.set(facts.orderId, [...this.refundsOf(facts.orderId), ...newRefunds]);
  }

  async markCancelled(orderId: string): Promise<void> {
    this.cancelled.add(orderId);
  }
}
