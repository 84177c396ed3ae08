import { Metrics, PaymentStatus, UnitOfWork } from '@tradewind/kernel';
import { Payment } from '../domain/payment';
import { PaymentOfOrder, PaymentRepository } from '../domain/payment.repository';

const OUTCOMES: Partial<Record<PaymentStatus, string>> = {
  CAPTURED: 'captured',
  DECLINED: 'declined',
  FAILED: 'failed',
};

/** Counts how payments turn out, and what is given back. One that fails and lands after all counts as both. */
export class CountedPayments extends PaymentRepository {
  private readonly concluded;
  private readonly refunds;

  constructor(
    private readonly payments: PaymentRepository,
    private readonly unitOfWork: UnitOfWork,
    metrics: Metrics,
  ) {
    super();
    this.concluded = metrics.counter(
      { name: 'payments_total', help: 'Charges by what became of them', labels: ['outcome'] },
      Object.values(OUTCOMES).map((outcome) => ({ outcome })),
    );
    this.refunds = metrics.counter({ name: 'payment_refunds_total', help: 'Times that money was given back' });
  }

  lock(orderId: string): Promise<PaymentOfOrder> {
    return this.payments.lock(orderId);
  }

  add(payment: Payment): Promise<void> {
    return this.payments.add(payment);
  }

  async save(payment: Payment): Promise<void> {
    await this.payments.save(payment);
    const [outcome, refunds] = [OUTCOMES[payment.status], payment.newRefunds.length];
    this.unitOfWork.afterCommit(() => {
      if (outcome) this.concluded.add({ outcome });
      if (refunds > 0) this.refunds.add({}, refunds);
    });
  }

  markCancelled(orderId: string): Promise<void> {
    return this.payments.markCancelled(orderId);
  }
}
