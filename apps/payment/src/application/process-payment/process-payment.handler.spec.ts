import { memoryPayment } from '../../../test/fakes/memory-payment';
import { Crash } from '../../../test/fakes/payment-provider.scripted';

const times = <T>(n: number, step: T): T[] => Array.from({ length: n }, () => step);

describe('paying for an order', () => {
  it('charges the customer once and says by which payment', async () => {
    const { provider, payments, pay } = memoryPayment();

    expect(await pay()).toEqual({ done: { paymentId: payments.of('o-1')?.id, attempts: 1 } });

    expect(payments.of('o-1')).toMatchObject({ status: 'CAPTURED', attempts: 1 });
    expect(provider.taken).toBe(5_000);
  });

  it('uses the id of the payment as the key that the provider knows it by', async () => {
    const { provider, payments, pay } = memoryPayment();
    await pay();
    expect(provider.calls).toEqual([payments.of('o-1')?.id]);
  });

  it('is refused when the card is declined, and the refusal is on record', async () => {
    const { status, pay } = memoryPayment();
    expect(await pay('pm_card_declined')).toEqual({ refused: 'payment.declined' });
    expect(status()).toBe('DECLINED');
  });

  it('calls a provider that is down again', async () => {
    const { provider, status, pay } = memoryPayment();
    provider.chargeSteps.push('is down', 'is down');

    expect(await pay()).toMatchObject({ done: { attempts: 3 } });
    expect([status(), provider.taken]).toEqual(['CAPTURED', 5_000]);
  });

  it('is refused after five calls in vain: nothing was charged', async () => {
    const { provider, status, pay } = memoryPayment();
    provider.chargeSteps.push(...times(5, 'is down' as const));

    expect(await pay()).toEqual({ refused: 'payment.provider-failed' });
    expect([status(), provider.calls.length, provider.taken]).toEqual(['FAILED', 5, 0]);
  });

  describe('when the answer is lost', () => {
    it('asks the provider, and does not charge again what was charged', async () => {
      const { provider, status, pay } = memoryPayment();
      provider.chargeSteps.push('loses the answer');

      expect(await pay()).toMatchObject({ done: { attempts: 1 } });
      expect([status(), provider.calls.length]).toEqual(['CAPTURED', 1]);
    });

    it('charges again when the provider has not heard of it', async () => {
      const { provider, pay } = memoryPayment();
      provider.chargeSteps.push('loses the request');

      expect(await pay()).toMatchObject({ done: { attempts: 2 } });
      expect([provider.calls.length, provider.taken]).toEqual([2, 5_000]);
    });

    it('never says that nothing was charged while the provider cannot be asked', async () => {
      const { provider, status, pay } = memoryPayment();
      provider.chargeSteps.push('loses the answer');
      provider.findSteps.push(...times(5, 'is down' as const));

      await expect(pay()).rejects.toThrow();
      expect(status()).toBe('PENDING');

      expect(await pay()).toMatchObject({ done: { attempts: 1 } });
      expect(provider.calls).toHaveLength(1);
    });

    it('stays open when the last of five answers is lost, and the next delivery ends it', async () => {
      const { provider, status, pay } = memoryPayment();
      provider.chargeSteps.push(...times(4, 'is down' as const), 'loses the answer');

      await expect(pay()).rejects.toThrow();
      expect(status()).toBe('PENDING');
      expect(await pay()).toHaveProperty('done');
      expect(provider.taken).toBe(5_000);
    });
  });

  describe('when the process dies', () => {
    it('goes on after a charge that it did not live to write down', async () => {
      const { provider, status, pay } = memoryPayment();
      provider.chargeSteps.push('crash after');

      await expect(pay()).rejects.toThrow(Crash);
      expect(await pay()).toHaveProperty('done');

      expect([status(), provider.calls.length, provider.taken]).toEqual(['CAPTURED', 1, 5_000]);
    });

    it('goes on before the charge', async () => {
      const { provider, pay } = memoryPayment();
      provider.chargeSteps.push('crash before');

      await expect(pay()).rejects.toThrow(Crash);
      expect(await pay()).toHaveProperty('done');
      expect(provider.taken).toBe(5_000);
    });

    it.each([
      ['pm_card_visa', { done: { attempts: 1 } }],
      ['pm_card_declined', { refused: 'payment.declined' }],
    ])('gives the answer that it did not live to give (%s)', async (method, reply) => {
      const { provider, pay, payAndCrash } = memoryPayment();
      await payAndCrash(method);
      expect(await pay(method)).toMatchObject(reply);
      expect(provider.calls).toHaveLength(1);
    });
  });

  describe('when one message is delivered twice at once', () => {
    it('charges once, and both get the same answer', async () => {
      const { provider, status, pay } = memoryPayment();

      const [first, second] = await Promise.all([pay(), pay()]);

      expect(second).toEqual(first);
      expect([status(), provider.taken, new Set(provider.calls).size]).toEqual(['CAPTURED', 5_000, 1]);
    });

    it('gives back a charge that lands after its twin has given up, since the order was told no', async () => {
      const { provider, status, pay } = memoryPayment();
      provider.meanwhile.before = async () => {
        provider.chargeSteps.push(...times(5, 'is down' as const));
        expect(await pay()).toEqual({ refused: 'payment.provider-failed' });
      };

      expect(await pay()).toEqual({ refused: 'payment.provider-failed' });
      expect([status(), provider.taken, provider.given]).toEqual(['REFUNDED', 5_000, 5_000]);
    });
  });

  describe('when the order is undone', () => {
    it('is refused beforehand, and the provider is not called', async () => {
      const { provider, pay, refund } = memoryPayment();
      await refund();

      expect(await pay()).toEqual({ refused: 'payment.cancelled' });
      expect(provider.calls).toEqual([]);
    });

    it('gives itself back when it lands after that', async () => {
      const { provider, status, pay, refund } = memoryPayment();
      provider.meanwhile.before = async () => expect(await refund()).toEqual({ done: undefined });

      expect(await pay()).toEqual({ refused: 'payment.cancelled' });
      expect([status(), provider.taken, provider.given]).toEqual(['REFUNDED', 5_000, 5_000]);
    });

    it('gives itself back though its answer is lost', async () => {
      const { provider, status, pay, refund } = memoryPayment();
      provider.chargeSteps.push('loses the answer');
      provider.meanwhile.before = refund;

      expect(await pay()).toEqual({ refused: 'payment.cancelled' });
      expect([status(), provider.taken, provider.given]).toEqual(['REFUNDED', 5_000, 5_000]);
    });

    it('is refused when the card is declined meanwhile', async () => {
      const { provider, status, pay, refund } = memoryPayment();
      provider.meanwhile.before = refund;

      expect(await pay('pm_card_declined')).toEqual({ refused: 'payment.cancelled' });
      expect([status(), provider.given]).toEqual([expect.stringMatching(/DECLINED|FAILED/), 0]);
    });

    it('is given back by the next delivery when the one that charged has died', async () => {
      const { provider, status, pay, refund } = memoryPayment();
      provider.chargeSteps.push('crash after');
      provider.meanwhile.before = refund;

      await expect(pay()).rejects.toThrow(Crash);
      expect(await pay()).toEqual({ refused: 'payment.cancelled' });
      expect([status(), provider.taken, provider.given]).toEqual(['REFUNDED', 5_000, 5_000]);
    });

    it.each(['crash before', 'crash after'] as const)(
      'is given back once when the process dies over the refund (%s)',
      async (step) => {
        const { provider, status, pay, refund } = memoryPayment();
        provider.meanwhile.before = refund;
        provider.refundSteps.push(step, step);

        let deliveries = 1;
        while (!(await pay().catch(() => undefined))) deliveries++;

        expect(deliveries).toBeGreaterThan(1);
        expect([status(), provider.taken, provider.given]).toEqual(['REFUNDED', 5_000, 5_000]);
      },
    );

    it('gives back a charge that lands after its twin has found nothing', async () => {
      const { provider, status, pay, refund } = memoryPayment();
      provider.meanwhile.before = async () => {
        await refund();
        expect(await pay()).toEqual({ refused: 'payment.cancelled' });
      };

      expect(await pay()).toEqual({ refused: 'payment.cancelled' });
      expect([status(), provider.taken, provider.given]).toEqual(['REFUNDED', 5_000, 5_000]);
    });

    it('waits for the provider rather than leave a lost charge alone', async () => {
      const { provider, status, pay, refund } = memoryPayment();
      provider.chargeSteps.push('loses the answer');
      provider.meanwhile.before = refund;
      provider.findSteps.push('works', ...times(10, 'is down' as const));

      let reply;
      for (let delivery = 0; delivery < 20 && !reply; delivery++) reply = await pay().catch(() => undefined);

      expect(reply).toEqual({ refused: 'payment.cancelled' });
      expect([status(), provider.taken, provider.given]).toEqual(['REFUNDED', 5_000, 5_000]);
    });
  });
});
