import { memoryPayment } from '../../../test/fakes/memory-payment';
import { Crash } from '../../../test/fakes/payment-provider.scripted';

describe('undoing a payment', () => {
  it('gives back what was charged', async () => {
    const { provider, payments, pay, refund } = memoryPayment();
    await pay();

    expect(await refund()).toEqual({ done: undefined });

    const payment = payments.of('o-1');
    expect([payment?.status, payment?.refunded.minor]).toEqual(['REFUNDED', 5_000]);
    expect(provider.given).toBe(5_000);
  });

  it('records what was given back, when and why, once', async () => {
    const { payments, clock, pay, refund } = memoryPayment();
    await pay();
    clock.advance(60_000);

    await Promise.all([refund(), refund()]);

    expect(payments.refundsOf('o-1')).toMatchObject([
      { id: expect.any(String), amount: { minor: 5_000 }, reason: 'order-cancelled', createdAt: clock.now() },
    ]);
  });

  it('succeeds when there is nothing to give back', async () => {
    const { provider, refund } = memoryPayment();
    expect(await refund()).toEqual({ done: undefined });
    expect(provider.given).toBe(0);
  });

  it('succeeds for a declined payment', async () => {
    const { provider, status, pay, refund } = memoryPayment();
    await pay('pm_card_declined');
    expect(await refund()).toEqual({ done: undefined });
    expect([status(), provider.given]).toEqual(['DECLINED', 0]);
  });

  it('repeats a refund that the provider could not make or did not confirm', async () => {
    const { provider, status, pay, refund } = memoryPayment();
    await pay();
    provider.refundSteps.push('is down', 'loses the answer');

    let reply;
    while (!reply) reply = await refund().catch(() => undefined);

    expect([status(), provider.given]).toEqual(['REFUNDED', 5_000]);
  });

  it.each(['crash before', 'crash after'] as const)(
    'gives back once when the process dies over it (%s)',
    async (step) => {
      const { provider, status, pay, refund } = memoryPayment();
      await pay();
      provider.refundSteps.push(step);

      await expect(refund()).rejects.toThrow(Crash);
      expect(await refund()).toEqual({ done: undefined });
      expect([status(), provider.given]).toEqual(['REFUNDED', 5_000]);
    },
  );

  it('gives back once when it is delivered twice at once', async () => {
    const { provider, status, pay, refund } = memoryPayment();
    await pay();
    await Promise.all([refund(), refund()]);
    expect([status(), provider.given]).toEqual(['REFUNDED', 5_000]);
  });

  it('finds the charge of a delivery that died and never comes again, and gives it back', async () => {
    const { provider, status, pay, refund } = memoryPayment();
    provider.chargeSteps.push('crash after');
    await expect(pay()).rejects.toThrow(Crash);

    expect(await refund()).toEqual({ done: undefined });
    expect([status(), provider.taken, provider.given]).toEqual(['REFUNDED', 5_000, 5_000]);
  });

  it('does not answer while it cannot find out whether such a charge was made', async () => {
    const { provider, pay, refund } = memoryPayment();
    provider.chargeSteps.push('crash after');
    await expect(pay()).rejects.toThrow(Crash);
    provider.findSteps.push(...Array.from({ length: 5 }, () => 'is down' as const));

    await expect(refund()).rejects.toThrow('down');
    expect(await refund()).toEqual({ done: undefined });
    expect(provider.given).toBe(5_000);
  });

  it('gives back the charge of a delivery that has not had its answer yet, once', async () => {
    const { provider, status, pay, refund } = memoryPayment();
    provider.meanwhile.after = refund;

    expect(await pay()).toEqual({ refused: 'payment.cancelled' });
    expect([status(), provider.taken, provider.given]).toEqual(['REFUNDED', 5_000, 5_000]);
  });
});
