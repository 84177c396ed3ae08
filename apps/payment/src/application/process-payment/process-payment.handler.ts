import { payment as contracts } from '@tradewind/contracts';
import { Clock, Money, newId, PaymentStatus, UnitOfWork, UseCase } from '@tradewind/kernel';
import { Payment } from '../../domain/payment';
import { PaymentCancelled, PaymentDeclined, ProviderFailed } from '../../domain/payment.errors';
import { PaymentOfOrder, PaymentRepository } from '../../domain/payment.repository';
import { PaymentProvider } from '../ports/payment-provider';
import { Refunding } from '../refund-payment/refunding';
import { Charging, Outcome } from './charging';

/** The order was undone while the provider was asked: the command is handled again, and then gives the money back. */
export class CancelledMeanwhile extends Error {}

/**
 * Charges an order, once. The payment is PENDING in the database before the provider is asked, so that a crash leaves a
 * trace; whoever finds a PENDING payment asks the provider what became of it.
 */
export class ProcessPaymentHandler implements UseCase<
  contracts.ProcessPayment,
  contracts.PaymentProcessed,
  Outcome | undefined
> {
  constructor(
    private readonly payments: PaymentRepository,
    private readonly provider: PaymentProvider,
    private readonly charging: Charging,
    private readonly refunding: Refunding,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @returns what the provider said; nothing if that was recorded already */
  async prepare(command: contracts.ProcessPayment): Promise<Outcome | undefined> {
    const { payment, isNew, cancelled } = await this.unitOfWork.run(() => this.begin(command));
    if (payment.status !== PaymentStatus.Pending) return undefined;
    if (cancelled) return this.settleCancelled(payment);
    const outcome = await this.charging.charge(payment, !isNew);
    if (outcome.kind === 'captured') return outcome;
    // A refusal rolls the transaction of `handle` back, so what leads to one is recorded before.
    await this.record(command.orderId, outcome);
    return undefined;
  }

  async handle(
    { orderId }: contracts.ProcessPayment,
    outcome: Outcome | undefined,
  ): Promise<contracts.PaymentProcessed> {
    const { payment, cancelled } = await this.payments.lock(orderId);
    if (!payment) throw new PaymentCancelled(orderId);
    if (payment.status === PaymentStatus.Pending) {
      if (cancelled) throw new CancelledMeanwhile(`Order ${orderId} was undone while it was being paid.`);
      apply(payment, outcome!);
      await this.payments.save(payment);
    }
    return answer(payment, cancelled);
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

  /** Nobody else gives this money back: the refund came before the charge was recorded, and found nothing. */
  private async settleCancelled(payment: Payment): Promise<undefined> {
    const known = await this.provider.find(payment.id);
    await this.record(payment.facts.orderId, { ...(known ?? { kind: 'failed' }), attempts: payment.attempts });
    if (known?.kind === 'captured') await this.refunding.refund(payment.facts.orderId);
    return undefined;
  }

  private async record(orderId: string, outcome: Outcome): Promise<void> {
    await this.unitOfWork.run(async () => {
      const { payment } = await this.payments.lock(orderId);
      if (payment?.status !== PaymentStatus.Pending) return;
      apply(payment, outcome);
      await this.payments.save(payment);
    });
  }
}

function apply(payment: Payment, outcome: Outcome): void {
  switch (outcome.kind) {
    case 'captured':
      return payment.capture(outcome.reference, outcome.attempts);
    case 'declined':
      return payment.decline(outcome.attempts);
    case 'failed':
      return payment.fail(outcome.attempts);
  }
}

function answer(payment: Payment, cancelled: boolean): contracts.PaymentProcessed {
  if (cancelled) throw new PaymentCancelled(payment.facts.orderId);
  if (payment.status === PaymentStatus.Declined) throw new PaymentDeclined();
  if (payment.status === PaymentStatus.Failed) throw new ProviderFailed(payment.attempts);
  return { paymentId: payment.id, attempts: payment.attempts };
}
