import { inventory } from '@tradewind/contracts';
import { newId } from '@tradewind/kernel';
import { eventually } from '@tradewind/testing';
import { aCommand, OrderSide, orderSide } from './order-side';
import { expectSoundBooks, RunningInventory, runInventory } from './running-inventory';

const { reserveStock, releaseStock, commitStock, returnStock } = inventory;

jest.setTimeout(20_000);

describe('the inventory commands over the broker', () => {
  let service: RunningInventory;
  let order: OrderSide;

  beforeAll(async () => {
    service = await runInventory();
    order = await orderSide(service.brokerUrl);
  }, 30_000);

  afterAll(async () => {
    await order?.close();
    await service?.close();
  });

  const line = (product_id: string, quantity: number) => ({ product_id, quantity });
  const reserve = (order_id: string, ...lines: ReturnType<typeof line>[]) =>
    order.ask(reserveStock, { order_id, lines });

  async function numbersOf(productId: string) {
    const [numbers] = await service.query<{ quantity: number; reserved_qty: number }>(
      'SELECT quantity, reserved_qty FROM inventory_items WHERE product_id = $1',
      [productId],
    );
    return numbers;
  }

  const eventsAbout = async (productId: string) =>
    (
      await service.query<{ body: { type: string; data: unknown } }>(
        `SELECT body FROM outbox_messages WHERE body ->> 'subject' = $1 ORDER BY position`,
        [productId],
      )
    ).map(({ body }) => [body.type, body.data]);

  it('reserves an order and says so to the saga that asked', async () => {
    const product = await service.stocked(10);
    const command = aCommand(reserveStock, { order_id: newId(), lines: [line(product, 3)] });
    order.sendRaw(JSON.stringify(command));

    const [reply] = await order.replies(command.id);
    expect(reply).toMatchObject({
      type: 'inventory.stock-reserved.v1',
      source: '/inventory',
      subject: command.subject,
      causationid: command.id,
      correlationid: command.correlationid,
      sagaid: command.sagaid,
      traceparent: command.traceparent,
      data: {},
    });
    expect(await numbersOf(product)).toEqual({ quantity: 10, reserved_qty: 3 });
    await expectSoundBooks(service);
  });

  it('refuses an order that is out of stock, and sets none of its lines aside', async () => {
    const [plenty, scarce] = [await service.stocked(10), await service.stocked(1)];

    const reply = await reserve(newId(), line(plenty, 1), line(scarce, 2));

    expect(reply.type).toBe('inventory.stock-reservation-failed.v1');
    expect(reply.data).toEqual({
      code: 'inventory.out-of-stock',
      detail: `2 of ${scarce} are wanted, 1 are available.`,
    });
    expect(await numbersOf(plenty)).toEqual({ quantity: 10, reserved_qty: 0 });
    expect(await numbersOf(scarce)).toEqual({ quantity: 1, reserved_qty: 0 });
  });

  it('refuses a product that nobody keeps', async () => {
    expect((await reserve(newId(), line('unicorn', 1))).data).toMatchObject({ code: 'inventory.unknown-product' });
  });

  it('gives back what was set aside', async () => {
    const product = await service.stocked(10);
    const order_id = newId();
    await reserve(order_id, line(product, 3));

    expect((await order.ask(releaseStock, { order_id })).type).toBe('inventory.stock-released.v1');
    expect(await numbersOf(product)).toEqual({ quantity: 10, reserved_qty: 0 });
    await expectSoundBooks(service);
  });

  it('refuses a reservation that comes after its own undo', async () => {
    const product = await service.stocked(10);
    const order_id = newId();

    expect((await order.ask(releaseStock, { order_id })).type).toBe('inventory.stock-released.v1');
    const reply = await reserve(order_id, line(product, 3));

    expect(reply.data).toMatchObject({ code: 'inventory.reservation-released' });
    expect(await numbersOf(product)).toEqual({ quantity: 10, reserved_qty: 0 });
  });

  it('turns a reservation into a sale', async () => {
    const product = await service.stocked(10);
    const order_id = newId();
    await reserve(order_id, line(product, 3));

    expect((await order.ask(commitStock, { order_id })).type).toBe('inventory.stock-committed.v1');
    expect(await numbersOf(product)).toEqual({ quantity: 7, reserved_qty: 0 });
    await expectSoundBooks(service);

    const late = await order.ask(releaseStock, { order_id });
    expect(late.data).toMatchObject({ code: 'inventory.reservation-committed' });
  });

  it('refuses to sell what was never reserved', async () => {
    expect((await order.ask(commitStock, { order_id: newId() })).data).toMatchObject({
      code: 'inventory.reservation-missing',
    });
  });

  it('takes back what was sold, and what is only set aside', async () => {
    const [sold, reserved] = [await service.stocked(10), await service.stocked(10)];
    const [bought, begun, unknown] = [newId(), newId(), newId()];
    await reserve(bought, line(sold, 3));
    await order.ask(commitStock, { order_id: bought });
    await reserve(begun, line(reserved, 3));

    for (const order_id of [bought, begun, unknown, bought]) {
      expect((await order.ask(returnStock, { order_id })).type).toBe('inventory.stock-returned.v1');
    }

    expect(await numbersOf(sold)).toEqual({ quantity: 10, reserved_qty: 0 });
    expect(await numbersOf(reserved)).toEqual({ quantity: 10, reserved_qty: 0 });
    await expectSoundBooks(service);
    expect((await order.ask(commitStock, { order_id: begun })).data).toMatchObject({
      code: 'inventory.reservation-released',
    });
    expect((await reserve(unknown, line(sold, 1))).data).toMatchObject({ code: 'inventory.reservation-released' });
  });

  it('takes a message that comes twice once, and gives the same reply again', async () => {
    const product = await service.stocked(10);
    const command = JSON.stringify(aCommand(reserveStock, { order_id: newId(), lines: [line(product, 3)] }));
    const { id } = JSON.parse(command) as { id: string };

    order.sendRaw(command);
    const [first] = await order.replies(id);
    order.sendRaw(command);
    const both = await order.replies(id, 2);

    expect(both).toEqual([first, first]);
    expect(await numbersOf(product)).toEqual({ quantity: 10, reserved_qty: 3 });
  });

  it('repeats a refusal too, even when there would be stock by now', async () => {
    const product = await service.stocked(1);
    const command = aCommand(reserveStock, { order_id: newId(), lines: [line(product, 2)] });

    order.sendRaw(JSON.stringify(command));
    const [refusal] = await order.replies(command.id);
    await service.admin
      .patch(`/api/inventory/${product}/restock`)
      .send({ quantity: 5, reason: 'delivery' })
      .expect(200);
    order.sendRaw(JSON.stringify(command));

    expect(await order.replies(command.id, 2)).toEqual([refusal, refusal]);
    expect(await numbersOf(product)).toEqual({ quantity: 6, reserved_qty: 0 });
  });

  it('takes five copies that arrive at once as one', async () => {
    const product = await service.stocked(10);
    const command = JSON.stringify(aCommand(reserveStock, { order_id: newId(), lines: [line(product, 1)] }));

    for (let copy = 0; copy < 5; copy++) order.sendRaw(command);

    await eventually(async () => expect(await numbersOf(product)).toEqual({ quantity: 10, reserved_qty: 1 }));
    // The reply may go out once for several copies, but never tells anything else.
    const replies = await order.replies((JSON.parse(command) as { id: string }).id);
    expect(new Set(replies.map(({ type }) => type))).toEqual(new Set(['inventory.stock-reserved.v1']));
    await expectSoundBooks(service);
  });

  it('sells ten units to ten of forty buyers at once', async () => {
    const product = await service.stocked(10);

    const replies = await Promise.all(Array.from({ length: 40 }, () => reserve(newId(), line(product, 1))));

    const reserved = replies.filter(({ type }) => type === 'inventory.stock-reserved.v1');
    const refused = replies.filter(({ data }) => (data as { code?: string }).code === 'inventory.out-of-stock');
    expect([reserved.length, refused.length]).toEqual([10, 30]);
    expect(await numbersOf(product)).toEqual({ quantity: 10, reserved_qty: 10 });
    await expectSoundBooks(service);
  });

  it('takes orders of the same products in opposite order at once without a deadlock', async () => {
    const [a, b, c] = [await service.stocked(100), await service.stocked(100), await service.stocked(100)];
    const orders = Array.from({ length: 30 }, () => newId());

    const replies = await Promise.all(
      orders.map((id, n) => reserve(id, ...(n % 2 === 0 ? [a, b, c] : [c, b, a]).map((product) => line(product, 1)))),
    );
    expect(new Set(replies.map(({ type }) => type))).toEqual(new Set(['inventory.stock-reserved.v1']));

    await Promise.all(orders.map((order_id, n) => order.ask(n % 2 === 0 ? releaseStock : commitStock, { order_id })));

    for (const product of [a, b, c]) expect(await numbersOf(product)).toEqual({ quantity: 85, reserved_qty: 0 });
    await expectSoundBooks(service);
    const deadlocks = await service.query<{ deadlocks: string }>(
      'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()',
    );
    expect(deadlocks).toEqual([{ deadlocks: '0' }]);
  });

  it('keeps nothing set aside when reservations and their undoing arrive at once', async () => {
    const product = await service.stocked(20);
    const orders = Array.from({ length: 20 }, () => newId());

    await Promise.all(
      orders.flatMap((order_id, n) => {
        const both = [() => reserve(order_id, line(product, 1)), () => order.ask(releaseStock, { order_id })];
        return (n % 2 === 0 ? both : both.reverse()).map((send) => send());
      }),
    );

    expect(await numbersOf(product)).toEqual({ quantity: 20, reserved_qty: 0 });
    await expectSoundBooks(service);
  });

  it('either sells or releases a reservation when both are asked at once', async () => {
    const product = await service.stocked(40);
    const orders = Array.from({ length: 20 }, () => newId());
    await Promise.all(orders.map((id) => reserve(id, line(product, 1))));

    const outcomes = await Promise.all(
      orders.map(async (order_id) => {
        const both = [order.ask(commitStock, { order_id }), order.ask(releaseStock, { order_id })];
        return (await Promise.all(both)).map(({ type }) => type).join(' and ');
      }),
    );

    const sold = outcomes.filter((o) => o === 'inventory.stock-committed.v1 and inventory.stock-release-failed.v1');
    const released = outcomes.filter((o) => o === 'inventory.stock-commit-failed.v1 and inventory.stock-released.v1');
    expect(sold.length + released.length).toBe(20);
    expect(await numbersOf(product)).toEqual({ quantity: 40 - sold.length, reserved_qty: 0 });
    await expectSoundBooks(service);
  });

  describe('poison', () => {
    const aReservation = (about: object) =>
      JSON.stringify({ ...aCommand(reserveStock, { order_id: newId(), lines: [line('lamp', 1)] }), ...about });

    it.each([
      ['bad JSON', '{"specversion":"1.0",', 'not JSON'],
      ['an envelope without a subject', aReservation({ subject: undefined }), 'no subject'],
      [
        'an unknown type',
        aReservation({ type: 'inventory.paint-stock.v1' }),
        'no handler for inventory.paint-stock.v1',
      ],
      ['an unknown version', aReservation({ type: 'inventory.reserve-stock.v2' }), 'inventory.reserve-stock.v2'],
      ['a missing field', aReservation({ data: { lines: [line('lamp', 1)] } }), 'orderId must be a string'],
      ['no lines', aReservation({ data: { order_id: 'o-1', lines: [] } }), 'lines should not be empty'],
      [
        'a negative quantity',
        aReservation({ data: { order_id: 'o-1', lines: [line('lamp', -1)] } }),
        'quantity must not be less than 1',
      ],
      ['data that is a list', aReservation({ data: [] }), 'data of inventory.reserve-stock.v1'],
      ['data that is a text', aReservation({ data: 'all of them' }), 'data of inventory.reserve-stock.v1'],
    ])('%s goes to the dead letters at once, with the reason', async (_, content, reason) => {
      const before = await allRows();
      order.sendRaw(content);

      expect((await order.deadLetter(content)).reason).toContain(reason);
      expect(await allRows()).toEqual(before);
    });

    async function allRows() {
      return service.query(
        `SELECT (SELECT count(*) FROM inbox_messages) AS inbox, (SELECT count(*) FROM outbox_messages) AS outbox,
           (SELECT count(*) FROM reservations) AS reservations, (SELECT count(*) FROM stock_transactions) AS ledger`,
      );
    }

    it('does not hold up the message behind it', async () => {
      const product = await service.stocked(1);
      order.sendRaw('poison');
      expect((await reserve(newId(), line(product, 1))).type).toBe('inventory.stock-reserved.v1');
    });
  });

  it('tells how many units are on hand after a restock and a sale, not after a reservation', async () => {
    const product = await service.stocked(10);
    const order_id = newId();
    await reserve(order_id, line(product, 3));
    expect(await eventsAbout(product)).toEqual([
      ['inventory.changed.v1', { product_id: product, quantity: 10, version: 1 }],
    ]);

    await service.admin
      .patch(`/api/inventory/${product}/restock`)
      .send({ quantity: 5, reason: 'delivery' })
      .expect(200);
    await order.ask(commitStock, { order_id });

    expect((await eventsAbout(product)).slice(1)).toEqual([
      ['inventory.changed.v1', { product_id: product, quantity: 15, version: 3 }],
      ['inventory.changed.v1', { product_id: product, quantity: 12, version: 4 }],
    ]);
  });

  it('cannot be oversold even by hand: the database refuses', async () => {
    const product = await service.stocked(5);
    const oversell = (sql: string) => expect(service.query(sql, [product])).rejects.toThrow('never_oversold');

    await oversell('UPDATE inventory_items SET reserved_qty = 6 WHERE product_id = $1');
    await oversell('UPDATE inventory_items SET quantity = -1 WHERE product_id = $1');
    await oversell('UPDATE inventory_items SET reserved_qty = -1 WHERE product_id = $1');
  });
});
