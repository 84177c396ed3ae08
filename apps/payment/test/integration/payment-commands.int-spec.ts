import { payment } from '@tradewind/contracts';
import { newId } from '@tradewind/kernel';
import { eventually } from '@tradewind/testing';
import { QueryRunner } from 'typeorm';
import { CreateRefunds1760000300002 } from '../../src/infrastructure/persistence/migrations/1760000300002-create-refunds';
import { aCommand, OrderSide, orderSide } from './order-side';
import { RunningPayment, runPayment, SLOW_MS } from './running-payment';

const { processPayment, refundPayment } = payment;

interface Row {
  id: string;
  status: string;
  amount: string;
  refunded: string;
  attempts: number;
}

describe('the payment commands over the broker', () => {
  let service: RunningPayment;
  let order: OrderSide;

  beforeAll(async () => {
    service = await runPayment();
    order = await orderSide(service.brokerUrl);
  }, 30_000);

  afterAll(async () => {
    await order?.close();
    await service?.close();
  });

  const charge = (order_id: string, payment_method = 'pm_card_visa') => ({
    order_id,
    customer_id: 'c-1',
    amount: 99_999,
    currency: 'USD',
    payment_method,
  });
  const pay = (orderId: string, method?: string) => order.ask(processPayment, charge(orderId, method));
  const refund = (order_id: string) => order.ask(refundPayment, { order_id });
  const codeOf = (reply: { data: unknown }) => (reply.data as { code?: string }).code;

  async function paymentOf(orderId: string): Promise<Row | undefined> {
    const [row] = await service.query<Row>('SELECT * FROM payments WHERE order_id = $1', [orderId]);
    return row;
  }

  describe('process-payment', () => {
    it('charges the customer and says so to the saga that asked', async () => {
      const orderId = newId();
      const command = aCommand(processPayment, charge(orderId));
      order.send(command);

      const [reply] = await order.replies(command.id);

      const paid = await paymentOf(orderId);
      expect(paid).toMatchObject({ status: 'CAPTURED', amount: '99999', refunded: '0', attempts: 1 });
      expect(reply).toMatchObject({
        type: 'payment.payment-processed.v1',
        source: '/payment',
        subject: orderId,
        causationid: command.id,
        correlationid: command.correlationid,
        sagaid: command.sagaid,
        traceparent: command.traceparent,
        data: { payment_id: paid?.id, attempts: 1 },
      });
      expect(await service.atProvider(orderId)).toEqual({ calls: 1, taken: 99_999, given: 0, refunds: 0 });
    });

    it.each(['pm_card_declined', 'pm_card_unheard_of'])('is refused for %s, and that is on record', async (method) => {
      const orderId = newId();

      const reply = await pay(orderId, method);

      expect(reply.type).toBe('payment.payment-failed.v1');
      expect(reply.data).toEqual({ code: 'payment.declined', detail: 'The payment method was declined.' });
      expect(await paymentOf(orderId)).toMatchObject({ status: 'DECLINED', attempts: 1 });
    });

    it('calls a failing provider again by itself, and tells how often', async () => {
      const orderId = newId();
      expect((await pay(orderId, 'pm_card_error')).data).toMatchObject({ attempts: 3 });
      expect(await paymentOf(orderId)).toMatchObject({ status: 'CAPTURED', attempts: 3 });
      expect(await service.atProvider(orderId)).toMatchObject({ calls: 3, taken: 99_999 });
    });

    it('asks what became of a charge whose answer is lost, and does not charge again', async () => {
      const orderId = newId();
      expect((await pay(orderId, 'pm_card_unknown')).type).toBe('payment.payment-processed.v1');
      expect(await service.atProvider(orderId)).toMatchObject({ calls: 1, taken: 99_999 });
    });

    it('charges a message that comes twice once, and gives the same reply again', async () => {
      const orderId = newId();
      const command = aCommand(processPayment, charge(orderId));

      order.send(command);
      const [first] = await order.replies(command.id);
      order.send(command);

      expect(await order.replies(command.id, 2)).toEqual([first, first]);
      expect(await service.atProvider(orderId)).toMatchObject({ calls: 1, taken: 99_999 });
    });

    it('repeats a refusal too', async () => {
      const command = aCommand(processPayment, charge(newId(), 'pm_card_declined'));

      order.send(command);
      const [first] = await order.replies(command.id);
      order.send(command);

      expect(await order.replies(command.id, 2)).toEqual([first, first]);
    });

    it.each(['pm_card_visa', 'pm_card_error', 'pm_card_unknown'])(
      'takes five copies that arrive at once as one (%s)',
      async (method) => {
        const orderId = newId();
        const command = aCommand(processPayment, charge(orderId, method));

        for (let copy = 0; copy < 5; copy++) order.send(command);
        const [reply] = await order.replies(command.id);

        expect(reply?.data).toMatchObject({ payment_id: (await paymentOf(orderId))?.id });
        await eventually(async () => {
          const rows = await service.query('SELECT 1 FROM inbox_messages WHERE message_id = $1', [command.id]);
          expect(rows).toHaveLength(1);
        });
        expect(await service.atProvider(orderId)).toMatchObject({ taken: 99_999, given: 0 });
        expect(await paymentOf(orderId)).toMatchObject({ status: 'CAPTURED' });
      },
    );

    it('answers another command for a paid order with the payment that there is', async () => {
      const orderId = newId();
      const first = await pay(orderId);
      expect((await pay(orderId)).data).toEqual(first.data);
      expect(await service.atProvider(orderId)).toMatchObject({ calls: 1 });
    });

    it('goes on where a process died between the charge and its record', async () => {
      const orderId = newId();
      const id = newId();
      await service.query(
        `INSERT INTO payments (id, order_id, customer_id, amount, currency, method, status, provider, created_at)
         VALUES ($1, $2, 'c-1', 99999, 'USD', 'pm_card_visa', 'PENDING', 'mock', now())`,
        [id, orderId],
      );
      await service.query(
        `INSERT INTO mock_provider_charges (idempotency_key, amount, currency, calls, outcome, reference)
         VALUES ($1, 99999, 'USD', 1, 'captured', $2)`,
        [id, `mock_${id}`],
      );

      expect((await pay(orderId)).data).toEqual({ payment_id: id, attempts: 1 });
      expect(await service.atProvider(orderId)).toMatchObject({ calls: 1, taken: 99_999 });
    });
  });

  describe('refund-payment', () => {
    it('gives back what was charged, once, however often it is asked', async () => {
      const orderId = newId();
      await pay(orderId);

      expect((await refund(orderId)).type).toBe('payment.payment-refunded.v1');
      expect((await refund(orderId)).type).toBe('payment.payment-refunded.v1');

      expect(await paymentOf(orderId)).toMatchObject({ status: 'REFUNDED', refunded: '99999' });
      expect(await service.atProvider(orderId)).toEqual({ calls: 1, taken: 99_999, given: 99_999, refunds: 1 });
    });

    it('succeeds for an order without a payment, and refuses the payment that comes late', async () => {
      const orderId = newId();

      expect((await refund(orderId)).type).toBe('payment.payment-refunded.v1');
      const late = await pay(orderId);

      expect(late.type).toBe('payment.payment-failed.v1');
      expect(codeOf(late)).toBe('payment.cancelled');
      expect(await service.atProvider(orderId)).toBeUndefined();
      expect((await refund(orderId)).type).toBe('payment.payment-refunded.v1');
    });

    it('succeeds for a declined payment', async () => {
      const orderId = newId();
      await pay(orderId, 'pm_card_declined');
      expect((await refund(orderId)).type).toBe('payment.payment-refunded.v1');
      expect(await paymentOf(orderId)).toMatchObject({ status: 'DECLINED' });
    });

    it('does not wait for a charge in flight, which gives itself back when it lands', async () => {
      const orderId = newId();
      const slow = aCommand(processPayment, charge(orderId, 'pm_card_slow'));
      order.send(slow);
      await eventually(async () => expect(await service.atProvider(orderId)).toMatchObject({ calls: 1 }));

      const asked = Date.now();
      expect((await refund(orderId)).type).toBe('payment.payment-refunded.v1');
      expect(Date.now() - asked).toBeLessThan(SLOW_MS / 2);

      const [late] = await order.replies(slow.id);
      expect(codeOf(late!)).toBe('payment.cancelled');
      expect(await paymentOf(orderId)).toMatchObject({ status: 'REFUNDED', refunded: '99999' });
      expect(await service.atProvider(orderId)).toEqual({ calls: 1, taken: 99_999, given: 99_999, refunds: 1 });
    });

    it('gives back a charge that the provider has made but not answered yet', async () => {
      const orderId = newId();
      const slow = aCommand(processPayment, charge(orderId, 'pm_card_slow'));
      order.send(slow);
      await eventually(async () => expect(await service.atProvider(orderId)).toMatchObject({ taken: 99_999 }));

      await refund(orderId);
      expect(await paymentOf(orderId)).toMatchObject({ status: 'REFUNDED' });

      expect(codeOf((await order.replies(slow.id))[0]!)).toBe('payment.cancelled');
      expect(await service.atProvider(orderId)).toMatchObject({ given: 99_999, refunds: 1 });
    });

    it('ends with nothing taken whichever of the two comes first, when both come at once', async () => {
      const orders = Array.from({ length: 30 }, () => newId());

      const replies = await Promise.all(
        orders.flatMap((orderId, n) => (n % 2 ? [refund(orderId), pay(orderId)] : [pay(orderId), refund(orderId)])),
      );

      expect(replies.filter(({ type }) => type === 'saga.command-failed.v1')).toEqual([]);
      for (const orderId of orders) {
        const { taken, given } = (await service.atProvider(orderId)) ?? { taken: 0, given: 0 };
        expect(given).toBe(taken);
        expect(Number((await paymentOf(orderId))?.refunded ?? 0)).toBe(taken);
      }
      expect(await unexplained()).toEqual([]);
    }, 20_000);
  });

  /** Payments whose refunds do not add up to what was given back. */
  const unexplained = () =>
    service.query(
      `SELECT id, refunded, refunds.total FROM payments
       CROSS JOIN LATERAL (SELECT coalesce(sum(amount), 0) AS total FROM refunds WHERE payment_id = payments.id) refunds
       WHERE refunded <> refunds.total`,
    );

  it('takes what was given back before refunds were recorded for one refund', async () => {
    const [refunded, kept] = [newId(), newId()];
    await pay(refunded);
    await refund(refunded);
    await pay(kept);
    const migration = new CreateRefunds1760000300002();
    const runner = { query: service.query } as unknown as QueryRunner;

    await migration.down(runner);
    await migration.up(runner);

    expect(await unexplained()).toEqual([]);
    const rows = await service.query(
      `SELECT refunds.amount, reason, refunds.created_at = payments.updated_at AS then
       FROM refunds JOIN payments ON payments.id = payment_id WHERE order_id = ANY($1)`,
      [[refunded, kept]],
    );
    expect(rows).toEqual([{ amount: '99999', reason: 'order-cancelled', then: true }]);
  });

  it('serves others while a slow card is waited for', async () => {
    const slow = Array.from({ length: 12 }, () => aCommand(processPayment, charge(newId(), 'pm_card_slow')));
    slow.forEach((command) => order.send(command));

    const asked = Date.now();
    expect((await pay(newId())).type).toBe('payment.payment-processed.v1');
    expect(Date.now() - asked).toBeLessThan(SLOW_MS);

    await Promise.all(slow.map(({ id }) => order.replies(id)));
  });

  it('cannot give back more than was taken: the database refuses', async () => {
    const orderId = newId();
    await pay(orderId);
    const set = (change: string) => service.query(`UPDATE payments SET ${change} WHERE order_id = $1`, [orderId]);

    await expect(set("refunded = 100000, status = 'REFUNDED'")).rejects.toThrow('never_refunded_beyond_capture');
    await expect(set('refunded = 1')).rejects.toThrow('refunded_only_when_captured');
    await expect(set("status = 'FAILED'")).rejects.toThrow('captured_by_a_charge');
  });
});
