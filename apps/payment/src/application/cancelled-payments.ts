import { Payment } from '../domain/payment';
import { RefundRefused } from '../domain/payment.errors';
import { PaymentBook } from './payment-book';
import { PaymentProvider } from './ports/payment-provider';
import { Retries } from './ports/retries';

/**
 * The way back of the money. Charge and cancellation are both written under the payment's lock, so whichever comes
 * second sees the other and ends up here: a refund that finds a charge gives it back; a charge that lands after the
 * cancellation is given back by the delivery that made it, or by the next one of the same command if that dies. Should
 * both do so at once, the idempotency key makes it one refund.
 */
export class CancelledPayments {
  constructor(
    private readonly book: PaymentBook,
    private readonly provider: PaymentProvider,
    private readonly retries: Retries,
  ) {}

  /** Finds out whether a cancelled payment was charged, and gives back what was. Safe to repeat. @throws RefundRefused */
  async settle(payment: Payment): Promise<void> {
    const known = payment.mayStillLand ? await this.askProvider(payment) : payment;
    if (!known.isOwedBack) return;
    await this.giveBack(known);
    await this.book.note(known.orderId, (current) => {
      if (current.isOwedBack) current.refund(known.refundable);
    });
  }

  private async askProvider(payment: Payment): Promise<Payment> {
    const charge = await this.retries.run(() => this.provider.find(payment.id));
    return this.book.note(payment.orderId, (current) =>
      current.conclude(charge ? { ...charge, attempts: 1 } : { outcome: 'failed', attempts: 0 }),
    );
  }

  private async giveBack({ id, orderId, reference, refundable }: Payment): Promise<void> {
    const refund = { idempotencyKey: `${id}/cancel`, reference: reference!, amount: refundable };
    const result = await this.retries.run(() => this.provider.refund(refund));
    if (result.outcome === 'refused') throw new RefundRefused(orderId, result.reason);
  }
}
