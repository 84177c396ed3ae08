import { inventory, payment } from '@tradewind/contracts';
import { newId } from '@tradewind/kernel';
import { eventually } from '@tradewind/testing';
import { DECLINED, SLOW_PAYMENT, SLOW_STOCK, SOLD_OUT } from './participants';
import { ADMIN, RunningOrder, runOrder } from './running-order';

interface Order {
  readonly id: string;
  readonly status: string;
  readonly status_reason: string | null;
}

interface Step {
  readonly step: string;
  readonly action: string;
  readonly outcome: string;
}

jest.setTimeout(20_000);

describe('placing an order, from the request to its end', () => {
  let service: RunningOrder;
  const yash = { userId: newId(), email: 'yash@example.com', name: 'Yash' };

  beforeAll(async () => {
    service = await runOrder();
    for (const product of ['lamp', SOLD_OUT, SLOW_STOCK]) service.products.sells(product);
  }, 30_000);

  afterAll(() => service?.close());

  const lamps = (quantity = 1) => ({ items: [{ product_id: 'lamp', quantity }] });
  const of = (product_id: string) => ({ items: [{ product_id, quantity: 1 }] });
  const place = async (body: object, headers: Record<string, string> = {}) => {
    const answer = await service.as(yash).post('/api/orders').set(headers).send(body).expect(201);
    return answer.body as Order;
  };
  const settled = (body: object) => place(body, { prefer: 'wait=10' });
  const find = async (id: string) => (await service.as(yash).get(`/api/orders/${id}`).expect(200)).body as Order;
  const timeline = async (id: string) => (await service.as(yash).get(`/api/orders/${id}/saga`).expect(200)).body;
  const reaches = (id: string, status: string) =>
    eventually(async () => {
      const order = await find(id);
      expect(order.status).toBe(status);
      return order;
    });
  const deadlinePasses = (id: string) =>
    service.query("UPDATE saga_instances SET deadline = now() - interval '1 second' WHERE subject = $1", [id]);
  const eventsAbout = async (id: string) =>
    (
      await service.query<{ type: string }>(
        `SELECT body ->> 'type' AS type FROM outbox_messages
         WHERE exchange = 'events' AND body ->> 'subject' = $1 ORDER BY position`,
        [id],
      )
    ).map(({ type }) => type);

  describe('that goes well', () => {
    it('is confirmed within the time the customer prefers to wait', async () => {
      const { body, headers } = await service
        .as(yash)
        .post('/api/orders')
        .set('prefer', 'wait=5')
        .send(lamps(2))
        .expect(201);

      expect(headers['location']).toBe(`/api/orders/${body.id}`);
      expect(headers['preference-applied']).toBe('wait=5');
      expect(body).toEqual({
        id: expect.any(String),
        order_number: expect.stringMatching(/^ORD-\d{8}-\d{6,}$/),
        customer_id: yash.userId,
        customer_email: 'yash@example.com',
        customer_name: 'Yash',
        items: [{ product_id: 'lamp', product_name: 'The lamp', quantity: 2, unit_price: 19.99, total_price: 39.98 }],
        total_amount: 39.98,
        currency: 'USD',
        status: 'CONFIRMED',
        status_reason: null,
        created_at: expect.any(String),
        updated_at: expect.any(String),
      });
      expect(service.others.commandsAbout(body.id)).toEqual([
        'inventory.reserve-stock.v1',
        'payment.process-payment.v1',
        'inventory.commit-stock.v1',
      ]);
      expect(await eventsAbout(body.id)).toEqual(['order.placed.v1', 'order.confirmed.v1']);
    });

    it('is PENDING at once when nobody wants to wait, and CONFIRMED soon', async () => {
      const { body, headers } = await service.as(yash).post('/api/orders').send(lamps()).expect(201);
      expect(body.status).toBe('PENDING');
      expect(headers['preference-applied']).toBeUndefined();
      await reaches(body.id, 'CONFIRMED');
    });

    it('charges what the catalog says, in cents, and passes the ids of the request on', async () => {
      const correlationId = newId();
      const { id } = await place(
        { ...lamps(3), payment_method: 'pm_card_amex' },
        { 'x-correlation-id': correlationId },
      );

      expect(await service.others.command(payment.processPayment, id)).toMatchObject({
        source: '/order',
        subject: id,
        correlationid: correlationId,
        sagaid: expect.any(String),
        data: {
          order_id: id,
          customer_id: yash.userId,
          amount: 5_997,
          currency: 'USD',
          payment_method: 'pm_card_amex',
        },
      });
    });

    it('counts the same product on two lines for the reservation as it was ordered', async () => {
      const items = [
        { product_id: 'lamp', quantity: 1 },
        { product_id: 'lamp', quantity: 2 },
      ];
      const { id } = await settled({ items });
      expect((await service.others.command(inventory.reserveStock, id)).data).toEqual({
        order_id: id,
        customer_id: yash.userId,
        lines: items,
      });
    });

    it('takes many at once', async () => {
      const orders = await Promise.all(Array.from({ length: 20 }, () => settled(lamps())));
      expect(new Set(orders.map(({ status }) => status))).toEqual(new Set(['CONFIRMED']));
      expect(new Set(orders.map(({ id }) => id)).size).toBe(20);
    });

    it('shows its story', async () => {
      const { id } = await settled(lamps());
      const story = await timeline(id);

      expect(story).toMatchObject({ order_id: id, order_status: 'CONFIRMED', status_reason: null });
      expect(story.sagas).toHaveLength(1);
      expect(story.sagas[0]).toMatchObject({
        definition: 'place-order',
        version: 1,
        status: 'COMPLETED',
        attention: null,
        ended_at: expect.any(String),
        duration_ms: expect.any(Number),
        correlation_id: expect.any(String),
        trace_id: expect.stringMatching(/^[0-9a-f]{32}$/),
        ignored: [],
      });
      const done = { action: 'do', outcome: 'done', attempts: 1, ended_at: expect.any(String) };
      expect(story.sagas[0].steps).toMatchObject([
        { ...done, step: 'reserve stock', command: 'inventory.reserve-stock.v1', reply: 'inventory.stock-reserved.v1' },
        {
          ...done,
          step: 'process payment',
          reply: 'payment.payment-processed.v1',
          result: { payment_id: expect.any(String) },
        },
        { ...done, step: 'confirm order', command: 'order.confirm-order.v1' },
        { ...done, step: 'commit stock', command: 'inventory.commit-stock.v1' },
      ]);
    });
  });

  describe('that is refused', () => {
    const storyOf = async (id: string) =>
      ((await timeline(id)).sagas[0].steps as Step[]).map(
        ({ step, action, outcome }) => `${action} ${step}: ${outcome}`,
      );

    it('gives the stock back when the card is declined', async () => {
      const order = await settled({ ...lamps(), payment_method: DECLINED });

      expect(order).toMatchObject({ status: 'CANCELLED', status_reason: 'payment_declined' });
      expect(service.others.commandsAbout(order.id)).toEqual([
        'inventory.reserve-stock.v1',
        'payment.process-payment.v1',
        'inventory.release-stock.v1',
      ]);
      expect(await storyOf(order.id)).toEqual([
        'do reserve stock: done',
        'do process payment: refused',
        'undo reserve stock: done',
        'undo open order: done',
      ]);
      expect(await eventsAbout(order.id)).toEqual(['order.placed.v1', 'order.cancelled.v1']);
    });

    it('charges nothing when it is out of stock', async () => {
      const order = await settled(of(SOLD_OUT));

      expect(order).toMatchObject({ status: 'CANCELLED', status_reason: 'out_of_stock' });
      expect(service.others.commandsAbout(order.id)).toEqual(['inventory.reserve-stock.v1']);
      const [saga] = (await timeline(order.id)).sagas;
      expect(saga).toMatchObject({ status: 'COMPENSATED' });
      expect(saga.steps[0].result).toEqual({ code: 'inventory.out-of-stock', detail: 'as the script says' });
    });
  });

  describe('that is not answered', () => {
    it('stays PENDING when the customer has waited long enough', async () => {
      const order = await place(of(SLOW_STOCK), { prefer: 'wait=1' });
      expect(order).toMatchObject({ status: 'PENDING', status_reason: null });
      expect((await timeline(order.id)).sagas[0].steps).toMatchObject([
        { step: 'reserve stock', outcome: 'waiting', reply: null, ended_at: null, duration_ms: null },
      ]);
    });

    it('is undone when the reservation is overdue; the stock is released as well, since it may have been reserved', async () => {
      const { id } = await place(of(SLOW_STOCK));
      await service.others.command(inventory.reserveStock, id);
      await deadlinePasses(id);

      expect((await reaches(id, 'CANCELLED')).status_reason).toBe('timed_out');
      expect(service.others.commandsAbout(id)).toEqual(['inventory.reserve-stock.v1', 'inventory.release-stock.v1']);
    });

    it('is refunded and released when the payment is overdue, and what is said too late changes nothing', async () => {
      const { id } = await place({ ...lamps(), payment_method: SLOW_PAYMENT });
      const charge = await service.others.command(payment.processPayment, id);
      await deadlinePasses(id);
      await reaches(id, 'CANCELLED');
      expect(service.others.commandsAbout(id)).toEqual([
        'inventory.reserve-stock.v1',
        'payment.process-payment.v1',
        'payment.refund-payment.v1',
        'inventory.release-stock.v1',
      ]);

      service.others.reply(charge, payment.processPayment.done.type, { payment_id: newId() });

      const [saga] = await eventually(async () => {
        const { sagas } = await timeline(id);
        expect(sagas[0].ignored).toHaveLength(1);
        return sagas;
      });
      expect(saga.ignored).toEqual([{ at: expect.any(String), message: 'payment.payment-processed.v1' }]);
      expect(saga.status).toBe('COMPENSATED');
      expect(await find(id)).toMatchObject({ status: 'CANCELLED', status_reason: 'timed_out' });
      expect(await eventsAbout(id)).toEqual(['order.placed.v1', 'order.cancelled.v1']);
    });

    it('is undone when a participant has given up', async () => {
      const { id } = await place({ ...lamps(), payment_method: SLOW_PAYMENT });
      const charge = await service.others.command(payment.processPayment, id);

      service.others.reply(charge, 'saga.command-failed.v1', { command: charge.type, detail: 'a bug' });

      await reaches(id, 'CANCELLED');
      expect(service.others.commandsAbout(id)).toContain('payment.refund-payment.v1');
    });

    it('goes on when the answer comes late but in time, while the customer waits', async () => {
      const waiting = place({ ...lamps(), payment_method: SLOW_PAYMENT }, { prefer: 'wait=10' });
      const id = await eventually(async () => {
        const [saga] = await service.query<{ subject: string }>(
          `SELECT subject FROM saga_instances WHERE status = 'RUNNING' AND step = 'process payment'
             AND state ->> 'paymentMethod' = $1`,
          [SLOW_PAYMENT],
        );
        return saga!.subject;
      });
      const charge = await service.others.command(payment.processPayment, id);
      service.others.reply(charge, payment.processPayment.done.type, { payment_id: newId() });
      expect(await waiting).toMatchObject({ id, status: 'CONFIRMED' });
    });
  });

  describe('whose answers come twice', () => {
    it('takes the same message once, and says nothing of it', async () => {
      const { id } = await settled(lamps());
      const reserve = await service.others.command(inventory.reserveStock, id);
      const [reply] = service.others.repliesTo(reserve);

      service.others.repeat(reply!);
      // Another message about the same command comes after it, and shows when both have been heard.
      service.others.reply(reserve, inventory.reserveStock.done.type);

      await eventually(async () => expect((await timeline(id)).sagas[0].ignored).toHaveLength(1));
      expect(service.others.commandsAbout(id)).toHaveLength(3);
      expect(await find(id)).toMatchObject({ status: 'CONFIRMED' });
    });

    it('charges once when the reservation is confirmed five times at once', async () => {
      const { id } = await place(of(SLOW_STOCK));
      const reserve = await service.others.command(inventory.reserveStock, id);
      const first = service.others.reply(reserve, inventory.reserveStock.done.type);
      for (let copy = 0; copy < 2; copy++) service.others.repeat(first);
      for (let other = 0; other < 2; other++) service.others.reply(reserve, inventory.reserveStock.done.type);

      await reaches(id, 'CONFIRMED');
      const [saga] = await eventually(async () => {
        const { sagas } = await timeline(id);
        expect(sagas[0]).toMatchObject({ status: 'COMPLETED', ignored: [{}, {}] });
        return sagas;
      });
      expect(saga.steps).toHaveLength(4);
      expect(service.others.commandsAbout(id)).toEqual([
        'inventory.reserve-stock.v1',
        'payment.process-payment.v1',
        'inventory.commit-stock.v1',
      ]);
    });
  });

  describe('poison among the replies', () => {
    it.each([
      ['bad JSON', 'poison'],
      ['a reply to no saga', aReply({ sagaid: undefined })],
      ['a reply to no command', aReply({ causationid: undefined })],
      ['an unknown type', aReply({ type: 'inventory.stock-painted.v1' })],
      ['a refusal without a code', aReply({ type: 'inventory.stock-reservation-failed.v1', data: {} })],
    ])('%s goes to the dead letters', async (_, content) => {
      service.others.sendRaw(content);
      await eventually(() => expect(service.others.deadReplies).toContain(content));
    });

    it('a reply to a saga that does not exist is dropped, and the next one is heard', async () => {
      service.others.sendRaw(aReply({}));
      expect(await settled(lamps())).toMatchObject({ status: 'CONFIRMED' });
    });

    function aReply(change: object): string {
      return JSON.stringify({
        specversion: '1.0',
        id: newId(),
        type: 'inventory.stock-reserved.v1',
        source: '/inventory',
        subject: newId(),
        correlationid: newId(),
        causationid: newId(),
        sagaid: newId(),
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
        data: {},
        ...change,
      });
    }
  });

  it('is carried out once by two replicas that share the work', async () => {
    await service.replica();

    const orders = await Promise.all(Array.from({ length: 20 }, () => settled(lamps())));

    expect(new Set(orders.map(({ status }) => status))).toEqual(new Set(['CONFIRMED']));
    for (const { id } of orders) {
      expect(await eventsAbout(id)).toEqual(['order.placed.v1', 'order.confirmed.v1']);
      const charges = service.others.commandsAbout(id).filter((type) => type === payment.processPayment.type);
      expect(charges).toHaveLength(1);
    }
  });

  it('shows an ADMIN every story', async () => {
    const { id } = await settled(lamps());
    const { body } = await service.as(ADMIN).get(`/api/orders/${id}/saga`).expect(200);
    expect(body.order_id).toBe(id);
  });
});
