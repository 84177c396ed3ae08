import { decodeCursor, Money, newId, Page, Principal, Role } from '@tradewind/kernel';
import { Database } from '@tradewind/persistence';
import { eventually } from '@tradewind/testing';
import { OrderQueries, OrderView } from '../../src/application/find-order/order.queries';
import { OrderNumbers } from '../../src/application/ports/order-numbers';
import { Order } from '../../src/domain/order';
import { OrderRepository } from '../../src/domain/order.repository';
import { aLine, orderFacts, PLACED_AT, YASH } from '../fakes/orders';
import { RunningOrder, runOrder } from './running-order';

const admin: Principal = { userId: 'a-1', email: 'admin@tradewind.test', name: 'Admin', role: Role.Admin };
const LATER = new Date('2026-01-01T12:00:05.123Z');

jest.setTimeout(20_000);

/** Lets one piece of work wait for another. */
function gate() {
  let open!: () => void;
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { passed, open: () => open() };
}

describe('orders in PostgreSQL', () => {
  let service: RunningOrder;
  let db: Database;
  let orders: OrderRepository;
  let queries: OrderQueries;

  beforeAll(async () => {
    service = await runOrder();
    db = service.app.get(Database);
    orders = service.app.get(OrderRepository);
    queries = service.app.get(OrderQueries);
  }, 30_000);

  afterAll(() => service?.close());

  const placed = async (change: Parameters<typeof orderFacts>[0] = {}): Promise<Order> => {
    const order = Order.place(orderFacts(change));
    await db.run(() => orders.add(order));
    return order;
  };

  const eventsAbout = async (orderId: string) =>
    (
      await service.query<{ body: { type: string; data: Record<string, unknown> } }>(
        `SELECT body FROM outbox_messages WHERE body ->> 'subject' = $1 ORDER BY position`,
        [orderId],
      )
    ).map(({ body }) => body);

  describe('the repository', () => {
    it('gives an order back as it was placed', async () => {
      const order = await placed({ lines: [aLine('lamp', 2, 19.99), aLine('bulb', 1, 0.01), aLine('lamp', 1, 19.99)] });

      const found = (await db.run(() => orders.lock(order.id)))!;

      for (const fact of [
        'id',
        'number',
        'customer',
        'lines',
        'placedAt',
        'status',
        'statusReason',
        'updatedAt',
      ] as const)
        expect(found[fact]).toEqual(order[fact]);
      expect(found.total).toEqual(Money.fromMajor(59.98, 'USD'));
      expect(found.pullEvents()).toEqual([]);
    });

    it.each([
      ['JPY', 98_000],
      ['KWD', 1.234],
      ['USD', 90_071_992_547.99],
    ])('keeps an amount in %s exactly', async (currency, price) => {
      const order = await placed({ lines: [aLine('lamp', 1, price, currency)] });
      expect((await db.run(() => orders.lock(order.id)))!.total).toEqual(order.total);
      expect(await queries.get(order.id, admin)).toMatchObject({ totalAmount: price, currency });
    });

    it('knows no order by a new id', async () => {
      expect(await db.run(() => orders.lock(newId()))).toBeUndefined();
    });

    it('saves what has become of an order, with the time it happened', async () => {
      const { id } = await placed();
      await db.run(async () => {
        const order = (await orders.lock(id))!;
        order.cancel('payment_declined', LATER);
        await orders.save(order);
      });

      const found = (await db.run(() => orders.lock(id)))!;
      expect([found.status, found.statusReason, found.updatedAt, found.placedAt]).toEqual([
        'CANCELLED',
        'payment_declined',
        LATER,
        PLACED_AT,
      ]);
    });

    it('writes each event to the outbox with the row', async () => {
      const order = await placed();
      await db.run(async () => {
        const found = (await orders.lock(order.id))!;
        found.confirm(LATER);
        found.cancel('timed_out', LATER);
        await orders.save(found);
      });

      const data = {
        order_id: order.id,
        order_number: order.number,
        customer_id: YASH.id,
        customer_name: YASH.name,
        customer_email: YASH.email,
        total_amount: 20,
        currency: 'USD',
        items: [{ product_id: 'lamp', product_name: 'The lamp', quantity: 2, price: 10 }],
      };
      expect((await eventsAbout(order.id)).map((body) => [body.type, body.data])).toEqual([
        ['order.placed.v1', data],
        ['order.confirmed.v1', data],
        ['order.cancelled.v1', { ...data, reason: 'timed_out' }],
      ]);
    });

    it('writes neither row nor event when the transaction is rolled back', async () => {
      const order = Order.place(orderFacts());
      const failing = db.run(async () => {
        await orders.add(order);
        throw new Error('the saga could not be started');
      });

      await expect(failing).rejects.toThrow('the saga could not be started');
      expect(await db.run(() => orders.lock(order.id))).toBeUndefined();
      expect(await eventsAbout(order.id)).toEqual([]);
    });

    it('holds an order against others until the transaction ends', async () => {
      const { id } = await placed();
      const [isLocked, isAwaited] = [gate(), gate()];
      const first = db.run(async () => {
        const order = (await orders.lock(id))!;
        isLocked.open();
        await isAwaited.passed;
        order.confirm(LATER);
        await orders.save(order);
      });
      await isLocked.passed;
      const second = db.run(async () => (await orders.lock(id))!.status);

      await eventually(async () => {
        const sql = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
        expect(await service.query(sql)).toHaveLength(1);
      }, 5_000).finally(() => isAwaited.open());

      await first;
      expect(await second).toBe('CONFIRMED');
    });
  });

  describe('order numbers', () => {
    it('are unique over two replicas that hand them out at once', async () => {
      const other = await service.replica();
      const numbers = [service.app.get(OrderNumbers), other.get(OrderNumbers)];

      const handed = await Promise.all(Array.from({ length: 240 }, (_, n) => numbers[n % 2]!.next(PLACED_AT)));

      expect(new Set(handed).size).toBe(240);
      for (const number of handed) expect(number).toMatch(/^ORD-20260101-\d{6,}$/);
    });

    it('do not stop at six digits', async () => {
      await service.query("SELECT setval('order_numbers', 999999)");
      const numbers = service.app.get(OrderNumbers);
      const handed: string[] = [];
      for (let n = 0; n < 60; n++) handed.push(await numbers.next(PLACED_AT));
      expect(handed.at(-1)).toMatch(/^ORD-20260101-1\d{6}$/);
      expect(new Set(handed).size).toBe(60);
    });
  });

  describe('lists', () => {
    async function walk(page: (after?: string) => Promise<Page<OrderView>>): Promise<string[]> {
      const seen: string[] = [];
      let cursor: string | null | undefined;
      while (cursor !== null) {
        const { items, nextCursor } = await page(cursor);
        seen.push(...items.map(({ id }) => id));
        cursor = nextCursor;
      }
      return seen;
    }

    const after = (cursor?: string) => (cursor === undefined ? {} : { after: decodeCursor(cursor)! });

    it('show every order once, newest first, over pages that cut orders of the same millisecond', async () => {
      const customer = { id: newId(), email: 'list@example.com', name: 'List' };
      const ids: string[] = [];
      for (let n = 0; n < 7; n++) ids.push((await placed({ customer })).id);
      const newest = await placed({ customer, placedAt: LATER });
      const expected = [newest.id, ...ids.sort().reverse()];
      const caller = { ...admin, userId: customer.id, email: customer.email, role: Role.Customer };

      expect(await walk((c) => queries.listFor(caller, { limit: 3, ...after(c) }))).toEqual(expected);
      expect(await walk((c) => queries.listByEmail(customer.email, admin, { limit: 2, ...after(c) }))).toEqual(
        expected,
      );
      const all = await walk((c) => queries.listFor(admin, { limit: 4, ...after(c) }));
      expect(all.filter((id) => expected.includes(id))).toEqual(expected);
      expect(new Set(all).size).toBe(all.length);
    });

    it('know nothing by an id that cannot be one', async () => {
      await expect(queries.get('not-an-id', admin)).rejects.toMatchObject({ code: 'order.not-found' });
    });
  });

  describe('plans', () => {
    /** The SQL that `work` runs, as TypeORM hands it to the driver. */
    async function sqlOf(work: () => Promise<unknown>): Promise<[string, unknown[]]> {
      const logger = db.dataSource.logger;
      const seen: [string, unknown[]][] = [];
      db.dataSource.logger = Object.assign(Object.create(logger) as typeof logger, {
        logQuery: (sql: string, parameters?: unknown[]) => seen.push([sql, parameters ?? []]),
      });
      try {
        await work();
      } finally {
        db.dataSource.logger = logger;
      }
      return seen.find(([sql]) => sql.includes('"orders"') || sql.includes('saga_instances'))!;
    }

    async function planOf(work: () => Promise<unknown>): Promise<string> {
      const [sql, parameters] = await sqlOf(work);
      return db.run(async () => {
        await db.query('SET LOCAL enable_seqscan = off');
        const lines = await db.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`, parameters);
        return lines.map((line) => line['QUERY PLAN']).join('\n');
      });
    }

    const page = { limit: 20, after: { createdAt: LATER, id: newId() } };
    const customer = { ...admin, role: Role.Customer };

    it.each<[string, string, () => Promise<unknown>]>([
      ['of all orders', 'orders_newest', () => queries.listFor(admin, page)],
      ['of a customer', 'orders_of_customer', () => queries.listFor(customer, page)],
      ['of an address', 'orders_of_email', () => queries.listByEmail('yash@example.com', admin, page)],
    ])('read the list %s from the index %s, in its order', async (_, index, work) => {
      const plan = await planOf(work);
      expect(plan).toContain(`using ${index}`);
      expect(plan).toMatch(/Index Cond: .*created_at, .*id\) </);
      expect(plan).not.toContain('Sort');
    });
  });
});
