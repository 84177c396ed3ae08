import { inventory } from '@tradewind/contracts';
import { Dispatcher, newId } from '@tradewind/kernel';
import { Database } from '@tradewind/persistence';
import { eventually } from '@tradewind/testing';
import { TellOverdueReservationsHandler } from '../../src/application/tell-overdue-reservations/tell-overdue-reservations.handler';
import { OrderSide, orderSide } from './order-side';
import { expectSoundBooks, RunningInventory, runInventory } from './running-inventory';

const { reserveStock, releaseStock, commitStock, reservationOverdue } = inventory;

jest.setTimeout(20_000);

describe('reservations that are overdue', () => {
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

  /** Looks once, as the service does every 30 s besides. */
  const look = (limit = 100) =>
    service.app.get(Dispatcher).run(service.app.get(TellOverdueReservationsHandler), { afterMinutes: 15, limit });

  async function reserved(): Promise<string> {
    const order_id = newId();
    await order.ask(reserveStock, { order_id, lines: [{ product_id: await service.stocked(10), quantity: 2 }] });
    return order_id;
  }

  /** Moves what happened to a reservation into the past. */
  const minutesAgo = (minutes: number, ...orders: string[]) =>
    service.query(
      `UPDATE reservations SET created_at = created_at - $1 * interval '1 minute',
         overdue_told_at = overdue_told_at - $1 * interval '1 minute'
       WHERE order_id = ANY($2)`,
      [minutes, orders],
    );

  const timesTold = async (orders: string[]) =>
    (
      await service.query<{ times: number }>(
        `SELECT (SELECT count(*)::int FROM outbox_messages WHERE body ->> 'subject' = asked.id
           AND body ->> 'type' = $2) AS times
         FROM unnest($1::text[]) AS asked (id)`,
        [orders, reservationOverdue.type],
      )
    ).map(({ times }) => times);

  it('are told to the order service, which may have them released', async () => {
    const id = await reserved();
    await minutesAgo(16, id);
    await look();

    const event = await eventually(() => {
      const [first] = order.eventsAbout(id);
      expect(first).toBeDefined();
      return first!;
    });
    const [row] = await service.query<{ created_at: Date }>('SELECT * FROM reservations WHERE order_id = $1', [id]);
    expect(event).toMatchObject({
      type: 'inventory.reservation-overdue.v1',
      source: '/inventory',
      data: { order_id: id, reserved_at: row!.created_at.toISOString() },
    });
    await expectSoundBooks(service);

    expect((await order.ask(releaseStock, { order_id: id })).type).toBe('inventory.stock-released.v1');
    await minutesAgo(16, id);
    await look();
    expect(await timesTold([id])).toEqual([1]);
    await expectSoundBooks(service);
  });

  it('are told once in an interval, and again in the next', async () => {
    const id = await reserved();
    await look();
    expect(await timesTold([id])).toEqual([0]);

    await minutesAgo(16, id);
    for (let n = 0; n < 3; n++) await look();
    expect(await timesTold([id])).toEqual([1]);

    await minutesAgo(16, id);
    for (let n = 0; n < 3; n++) await look();
    expect(await timesTold([id])).toEqual([2]);
  });

  it('are not those that were sold or released', async () => {
    const [sold, released] = [await reserved(), await reserved()];
    await order.ask(commitStock, { order_id: sold });
    await order.ask(releaseStock, { order_id: released });
    await minutesAgo(16, sold, released);

    await look();

    expect(await timesTold([sold, released])).toEqual([0, 0]);
  });

  it('are told once each, however many look at once, and all of them though a look is limited', async () => {
    const orders = Array.from({ length: 200 }, () => newId());
    await service.query(
      `INSERT INTO reservations (order_id, status, lines, created_at)
       SELECT id, 'ACTIVE', '[]', now() - interval '16 minutes' FROM unnest($1::text[]) AS given (id)`,
      [orders],
    );

    const lookers = await Promise.all(
      Array.from({ length: 5 }, async () => {
        let told = 0;
        for (let more = 1; more > 0; told += more) more = (await look(20)).length;
        return told;
      }),
    );
    await look();

    expect(lookers.reduce((sum, told) => sum + told)).toBeLessThanOrEqual(orders.length);
    expect(new Set(await timesTold(orders))).toEqual(new Set([1]));
    await service.query('DELETE FROM reservations WHERE order_id = ANY($1)', [orders]);
  });

  it('are found by the index of those that are active', async () => {
    const db = service.app.get(Database);
    const query = jest.spyOn(db, 'query');
    await look();
    const [sql, parameters] = query.mock.calls.find(([text]) => text.includes('WITH overdue'))!;
    query.mockRestore();

    const plan = await db.run(async () => {
      await db.query('SET LOCAL enable_seqscan = off');
      return JSON.stringify(await db.query(`EXPLAIN ${sql}`, parameters));
    });

    expect(plan).toMatch(/Index Scan using reservations_active /);
    expect(plan).not.toContain('Sort');
  });
});
