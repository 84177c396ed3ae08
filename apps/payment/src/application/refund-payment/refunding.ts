import { UnitOfWork } from '@tradewind/kernel';
import { PaymentRepository } from '../../domain/payment.repository';
import { PaymentProvider } from '../ports/payment-provider';

/** Gives back what was captured for an order: at the provider first, then in the books. Repeating it is harmless. */
export class Refunding {
  constructor(
    private readonly payments: PaymentRepository,
    private readonly provider: PaymentProvider,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async refund(orderId: string): Promise<void> {
    const { payment } = await this.unitOfWork.run(() => this.payments.lock(orderId));
    if (!payment || payment.reference === null || payment.captured.minor === 0) return;
    await this.provider.refund({
      // One full refund per payment: should the process die before it is recorded, the same key finds it done.
      idempotencyKey: `${payment.id}/refund`,
      reference: payment.reference,
      amount: payment.captured,
    });
    await this.unitOfWork.run(async () => {
      const { payment: current } = await this.payments.lock(orderId);
      if (!current || current.captured.minor === 0) return;
      current.refund(current.captured);
      await this.payments.save(current);
    });
  }
}
