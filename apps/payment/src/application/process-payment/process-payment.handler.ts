import { payment as contracts } from '@tradewind/contracts';
import { Clock, Money, newId, PaymentStatus, UnitOfWork, UseCase } from '@tradewind/kernel';
import { Payment } from '../../domain/payment';
import { PaymentCancelled, PaymentDeclined, ProviderFailed } from '../../domain/payment.errors';
import { PaymentOfOrder, PaymentRepository } from '../../domain/payment.repository';
import { OutcomeRecord } from '../outcome-record';
import { PaymentProvider } from '../ports/payment-provider';
import { Refunding } from '../refund-payment/refunding';
import { Charging } from './charging';

/**
 * Charges an order, once. The payment is PENDING in the database before the provider is asked, so that a crash leaves a
 * trace; whoever finds a PENDING payment asks the provider what became of it. All of it is written in `prepare`: of two
 * deliveries at once only one gets to `handle`, and the other must not forget what it has charged.
 */
export class ProcessPaymentHandler implements UseCase<contracts.ProcessPayment, contracts.PaymentProcessed> {
  constructor(
    private readonly payments: PaymentRepository,
    private readonly provider: PaymentProvider,
    private readonly charging: Charging,
    private readonly record: OutcomeRecord,
    private readonly refunding: Refunding,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async prepare(command: contracts.ProcessPayment): Promise<void> {
    const { payment, isNew, cancelled } = await this.unitOfWork.run(() => this.begin(command));
    if (payment.status === PaymentStatus.Pending && !cancelled) return this.charge(payment, isNew);
    if (cancelled) await this.refunding.refund(command.orderId);
  }

  /** Tells how the payment has ended. */
  async handle({ orderId }: contracts.ProcessPayment): Promise<contracts.PaymentProcessed> {
    const { payment, cancelled } = await this.payments.lock(orderId);
    if (!payment || cancelled) throw new PaymentCancelled(orderId);
    if (payment.status === PaymentStatus.Declined) throw new PaymentDeclined();
    if (payment.status === PaymentStatus.Failed) throw new ProviderFailed(payment.attempts);
    return { paymentId: payment.id, attempts: payment.attempts };
  }

  private async begin(
    command: contracts.ProcessPayment,
  ): Promise<PaymentOfOrder & { payment: Payment; isNew: boolean }> {
    const { payment: earlier, cancelled } = await this.payments.lock(command.orderId);
    if (earlier) return { payment: earlier, cancelled, isNew: false };
    if (cancelled) throw new PaymentCancelled(command.orderId);
    const payment = Payment.begin({
      id: newId(),
      orderId: command.orderId,
      customerId: command.customerId,
      amount: Money.ofMinor(command.amount, command.currency),
      method: command.paymentMethod,
      provider: this.provider.name,
      createdAt: this.clock.now(),
    });
    await this.payments.add(payment);
    return { payment, cancelled, isNew: true };
  }

  /** A charge that lands when its order has been undone is given back here; if we die before, by the next delivery. */
  private async charge(payment: Payment, isNew: boolean): Promise<void> {
    const outcome = await this.charging.charge(payment, !isNew);
    const { cancelled } = await this.record.write(payment.facts.orderId, outcome);
    if (cancelled) await this.refunding.refund(payment.facts.orderId);
  }
}
