import { Money } from '@tradewind/kernel';
import { MemoryMetrics, MemoryUnitOfWork } from '@tradewind/testing';
import { ScriptedProvider } from '../../test/fakes/payment-provider.scripted';
import { MemoryPaymentRepository } from '../../test/fakes/payment.repository.memory';
import { ChargeOutcome, Payment } from '../domain/payment';
import { CountedPayments } from './payment.metrics';
import { MeasuredProvider } from './providers/measured';

const amount = Money.ofMinor(5_000, 'USD');

function aPayment(orderId: string): Payment {
  const createdAt = new Date();
  return Payment.begin({
    id: `p-${orderId}`,
    orderId,
    customerId: 'c-1',
    amount,
    method: 'm',
    provider: 's',
    createdAt,
  });
}

describe('the numbers of payments', () => {
  const setUp = () => {
    const [metrics, unitOfWork] = [new MemoryMetrics(), new MemoryUnitOfWork()];
    const payments = new CountedPayments(new MemoryPaymentRepository(), unitOfWork, metrics);
    const conclude = async (orderId: string, outcome: ChargeOutcome) => {
      const payment = aPayment(orderId);
      await payments.add(payment);
      payment.conclude(outcome);
      await unitOfWork.run(() => payments.save(payment));
      return payment;
    };
    return { metrics, unitOfWork, payments, conclude };
  };

  it('tell what became of charges, and what was given back', async () => {
    const { metrics, unitOfWork, payments, conclude } = setUp();
    await conclude('o-1', { kind: 'declined', attempts: 1 });
    await conclude('o-2', { kind: 'failed', attempts: 5 });
    const captured = await conclude('o-3', { kind: 'captured', reference: 'ch-1', attempts: 1 });
    captured.refund({ id: 'r-1', amount, reason: 'order-cancelled', createdAt: new Date() });
    await unitOfWork.run(() => payments.save(captured));
    expect(metrics.series('payment')).toEqual([
      'payments_total{outcome=captured} 1',
      'payments_total{outcome=declined} 1',
      'payments_total{outcome=failed} 1',
      'payment_refunds_total 1',
    ]);
  });
});

describe('the numbers of calls to the provider', () => {
  it('tell how each ended', async () => {
    const [metrics, scripted] = [new MemoryMetrics(), new ScriptedProvider()];
    const provider = new MeasuredProvider(scripted, metrics);
    const charge = (method: string) => provider.charge({ idempotencyKey: method, amount, method });
    scripted.chargeSteps.push('works', 'works', 'is down', 'loses the answer', 'crash after');
    await charge('pm_card_visa');
    await charge('pm_card_declined');
    for (const method of ['a', 'b', 'c']) await expect(charge(method)).rejects.toThrow();
    await provider.find('nobody');
    await provider.refund({ idempotencyKey: 'pm_card_visa', reference: 'ch-1', amount });
    expect(metrics.series('payment_provider_call_duration_seconds_count')).toEqual(
      [
        'operation=charge,outcome=captured',
        'operation=charge,outcome=declined',
        'operation=charge,outcome=unavailable',
        'operation=charge,outcome=unknown',
        'operation=charge,outcome=failed',
        'operation=find,outcome=none',
        'operation=refund,outcome=refunded',
      ].map((labels) => `payment_provider_call_duration_seconds_count{${labels}} 1`),
    );
  });
});
