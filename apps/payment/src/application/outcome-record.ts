import { UnitOfWork } from '@tradewind/kernel';
import { ChargeOutcome, Payment } from '../domain/payment';
import { PaymentRepository } from '../domain/payment.repository';

/** Writes down what became of a charge, at once: it must not be forgotten, whatever happens to the message. */
export class OutcomeRecord {
  constructor(
    private readonly payments: PaymentRepository,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @returns whether what was charged must be given back */
  async write(orderId: string, outcome: ChargeOutcome): Promise<{ payment: Payment; cancelled: boolean }> {
    return this.unitOfWork.run(async () => {
      const { payment, cancelled } = await this.payments.lock(orderId);
      if (!payment) throw new Error(`Order ${orderId} has no payment, though it had one a moment ago.`);
      const wasGivenUp = payment.isGivenUp;
      if (!payment.conclude(outcome)) return { payment, cancelled };
      await this.payments.save(payment);
      // Whoever waited for it was told that nothing was charged.
      if (wasGivenUp) await this.payments.markCancelled(orderId);
      return { payment, cancelled: cancelled || wasGivenUp };
    });
  }
}
