import { DomainError, UseCase } from '@tradewind/kernel';
import { FixedClock } from '@tradewind/testing';
import { OutcomeRecord } from '../../src/application/outcome-record';
import { Charging } from '../../src/application/process-payment/charging';
import { ProcessPaymentHandler } from '../../src/application/process-payment/process-payment.handler';
import { RefundPaymentHandler } from '../../src/application/refund-payment/refund-payment.handler';
import { Refunding } from '../../src/application/refund-payment/refunding';
import { ImmediateRetries } from './retries.immediate';
import { OneAtATime } from './unit-of-work.serial';
import { ScriptedProvider } from './payment-provider.scripted';
import { MemoryPaymentRepository } from './payment.repository.memory';

/** What a command is answered with: the data of done, or the code of a refusal. */
type Reply = { done: unknown } | { refused: string };

/** The commands of this service over memory, delivered as the message route does: an inbox, prepare, then handle. */
export function memoryPayment() {
  const payments = new MemoryPaymentRepository();
  const provider = new ScriptedProvider();
  const unitOfWork = new OneAtATime();
  const retries = new ImmediateRetries();
  const clock = new FixedClock();
  const record = new OutcomeRecord(payments, unitOfWork);
  const charging = new Charging(provider, retries);
  const refunding = new Refunding(payments, provider, retries, record, unitOfWork, clock);
  const process = new ProcessPaymentHandler(payments, provider, charging, record, refunding, unitOfWork, clock);
  const refund = new RefundPaymentHandler(payments, refunding, unitOfWork);
  const inbox = new Map<string, Reply>();

  async function deliver<C, R, P>(id: string, useCase: UseCase<C, R, P>, command: C): Promise<Reply> {
    const once = (answer: () => Promise<Reply>): Promise<Reply> =>
      unitOfWork.run(async () => {
        const reply = inbox.get(id) ?? (await answer());
        inbox.set(id, reply);
        return reply;
      });
    try {
      if (inbox.has(id)) return inbox.get(id)!;
      const prepared = (await useCase.prepare?.(command)) as P;
      return await once(async () => ({ done: await useCase.handle(command, prepared) }));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return once(async () => ({ refused: error.code }));
    }
  }

  const order = (paymentMethod: string) => ({
    orderId: 'o-1',
    customerId: 'c-1',
    amount: 5_000,
    currency: 'USD',
    paymentMethod,
  });
  return {
    payments,
    provider,
    clock,
    status: () => payments.of('o-1')?.status,
    /** Delivers the process-payment of order o-1; each call is one more delivery of the same message. */
    pay: (method = 'pm_card_visa') => deliver('pay', process, order(method)),
    /** The process dies when prepare is over and before handle has begun. */
    payAndCrash: (method = 'pm_card_visa') => process.prepare(order(method)),
    refund: () => deliver('refund', refund, { orderId: 'o-1' }),
  };
}
