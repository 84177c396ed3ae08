import { UnitOfWork } from '@tradewind/kernel';
import { Payment } from '../domain/payment';
import { PaymentRepository } from '../domain/payment.repository';

/** Writes down what happens to payments, each time in a short transaction: nothing is held while the provider works. */
export class PaymentBook {
  constructor(
    private readonly payments: PaymentRepository,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @returns the payment of this order: the given one, or the one that was there before. */
  async open(payment: Payment): Promise<{ payment: Payment; isNew: boolean }> {
    return this.unitOfWork.run(async () => {
      if (await this.payments.add(payment)) return { payment, isNew: true };
      return { payment: await this.lock(payment.orderId), isNew: false };
    });
  }

  /** @returns the payment as it is afterwards. */
  async note(orderId: string, change: (payment: Payment) => void): Promise<Payment> {
    return this.unitOfWork.run(async () => {
      const payment = await this.lock(orderId);
      change(payment);
      await this.payments.save(payment);
      return payment;
    });
  }

  /** @returns the payment, held until the current transaction ends. */
  async lock(orderId: string): Promise<Payment> {
    const payment = await this.payments.lock(orderId);
    if (!payment) throw new Error(`Order ${orderId} has no payment, though it had one a moment ago.`);
    return payment;
  }
}
