import { Clock, newId, UnitOfWork } from '@tradewind/kernel';
import { ORDER_CANCELLED, Payment } from '../../domain/payment';
import { PaymentRepository } from '../../domain/payment.repository';
import { OutcomeRecord } from '../outcome-record';
import { PaymentProvider } from '../ports/payment-provider';
import { Retries } from '../ports/retries';

/**
 * Gives back what was captured for a cancelled order: at the provider first, then in the books. Repeating it is
 * harmless. The mark of the cancellation and the outcome of the charge are written under one lock, so whichever comes
 * second sees the other: money is never left to nobody, and the key at the provider makes two refunds one.
 */
export class Refunding {
  constructor(
    private readonly payments: PaymentRepository,
    private readonly provider: PaymentProvider,
    private readonly retries: Retries,
    private readonly record: OutcomeRecord,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async refund(orderId: string): Promise<void> {
    const { payment } = await this.unitOfWork.run(() => this.payments.lock(orderId));
    if (!payment) return;
    const known = payment.mayStillLand ? await this.askProvider(payment) : payment;
    const { id, reference, captured } = known;
    if (reference === null || captured.minor === 0) return;
    // One full refund per payment: should the process die before it is recorded, the same key finds it done.
    const refund = { idempotencyKey: `${id}/refund`, reference, amount: captured };
    await this.retries.run(() => this.provider.refund(refund));
    await this.unitOfWork.run(async () => {
      const { payment: current } = await this.payments.lock(orderId);
      if (!current || current.captured.minor === 0) return;
      const [amount, createdAt] = [current.captured, this.clock.now()];
      current.refund({ id: newId(), amount, reason: ORDER_CANCELLED, createdAt });
      await this.payments.save(current);
    });
  }

  /** The delivery that charged may never come again: what the provider knows of it, it is ours to give back. */
  private async askProvider({ id, facts }: Payment): Promise<Payment> {
    const known = await this.retries.run(() => this.provider.find(id));
    const outcome = known ? { ...known, attempts: 1 } : { kind: 'failed' as const, attempts: 0 };
    return (await this.record.write(facts.orderId, outcome)).payment;
  }
}
