import { payment as contracts } from '@tradewind/contracts';
import { UnitOfWork, UseCase } from '@tradewind/kernel';
import { PaymentRepository } from '../../domain/payment.repository';
import { Refunding } from './refunding';

/**
 * Undoes a payment. It leaves a mark first, also where there is nothing to give back (yet): whoever charges later finds
 * it and gives the money back himself.
 */
export class RefundPaymentHandler implements UseCase<contracts.RefundPayment> {
  constructor(
    private readonly payments: PaymentRepository,
    private readonly refunding: Refunding,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async prepare({ orderId }: contracts.RefundPayment): Promise<void> {
    await this.unitOfWork.run(async () => {
      await this.payments.lock(orderId);
      await this.payments.markCancelled(orderId);
    });
    await this.refunding.refund(orderId);
  }

  /** Everything is done; what is left is to say so. */
  async handle(): Promise<void> {
    return Promise.resolve();
  }
}
