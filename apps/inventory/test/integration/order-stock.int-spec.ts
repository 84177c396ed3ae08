import { inventory } from '@tradewind/contracts';
import { newId } from '@tradewind/kernel';
import { Database } from '@tradewind/persistence';
import { StockQueries } from '../../src/application/find-stock/stock.queries';
import { OrderSide, orderSide } from './order-side';
import { RunningInventory, runInventory } from './running-inventory';

const { reserveStock, releaseStock, commitStock, returnStock } = inventory;

jest.setTimeout(20_000);

describe('the stock of one order over HTTP', () => {
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

  const customerId = newId();
  const pathOf = (orderId: string) => `/api/inventory/orders/${orderId}/transactions`;

  async function reserved(about: object = { customer_id: customerId }): Promise<{ id: string; products: string[] }> {
    const id = newId();
    const products = [await service.stocked(10), await service.stocked(10)].sort();
    const lines = products.map((product_id) => ({ product_id, quantity: 2 }));
    await order.ask(reserveStock, { order_id: id, lines, ...about });
    return { id, products };
  }

  it('shows its customer the reservation and every movement, oldest first', async () => {
    const { id, products } = await reserved();
    await order.ask(commitStock, { order_id: id });
    await order.ask(returnStock, { order_id: id });

    const { body } = await service.as({ userId: customerId }).get(pathOf(id)).expect(200);

    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/);
    expect(body).toEqual({
      order_id: id,
      reservation: { status: 'RETURNED', created_at: time, updated_at: time },
      items: expect.any(Array),
    });
    const items = body.items as { product_id: string; type: string; change_qty: number }[];
    expect(items[0]).toEqual({
      id: expect.any(String),
      product_id: products[0],
      change_qty: 2,
      type: 'RESERVE',
      reason: 'order placed',
      order_id: id,
      created_at: time,
    });
    for (const product of products) {
      const moves = items.filter((item) => item.product_id === product);
      expect(moves.map(({ type, change_qty }) => [type, change_qty])).toEqual([
        ['RESERVE', 2],
        ['RELEASE', -2],
        ['OUT', -2],
        ['IN', 2],
      ]);
    }
    expect((await service.admin.get(pathOf(id)).expect(200)).body).toEqual(body);
  });

  it("answers another customer's order like an unknown one", async () => {
    const { id } = await reserved();
    const problem = async (orderId: string) => {
      const { body } = await service.customer.get(pathOf(orderId)).expect(404);
      return { ...body, instance: undefined, correlation_id: undefined, trace_id: undefined };
    };

    const unknown = await problem(newId());

    expect(unknown).toMatchObject({ code: 'inventory.unknown-order', status: 404 });
    expect(await problem(id)).toEqual(unknown);
    expect(await problem('not-a-uuid')).toEqual(unknown);
  });

  it('shows an order that nobody named the customer of, and one undone beforehand, to ADMIN alone', async () => {
    const { id: anonymous } = await reserved({});
    const undone = newId();
    await order.ask(releaseStock, { order_id: undone });

    for (const id of [anonymous, undone]) await service.as({ userId: customerId }).get(pathOf(id)).expect(404);
    expect((await service.admin.get(pathOf(anonymous)).expect(200)).body.items).toHaveLength(2);
    expect((await service.admin.get(pathOf(undone)).expect(200)).body).toMatchObject({
      reservation: { status: 'RELEASED' },
      items: [],
    });
    await service.admin.get(pathOf(newId())).expect(404);
  });

  it('leaves a product its name, even if that is orders', async () => {
    const lamps = { product_id: 'orders', product_name: 'Book of orders', quantity: 3 };
    await service.admin.post('/api/inventory').send(lamps).expect(201);

    const check = await service.customer.get('/api/inventory/orders/check?quantity=1').expect(200);
    expect(check.body).toMatchObject({ product_id: 'orders', available: true });
    const ledger = await service.admin.get('/api/inventory/orders/transactions').expect(200);
    expect(ledger.body.items).toMatchObject([{ product_id: 'orders', change_qty: 3 }]);
    await service.admin.get('/api/inventory/orders').expect(200);
    await service.admin.get('/api/inventory/orders/check/transactions').expect(404);
  });

  it('is read by its own index', async () => {
    const db = service.app.get(Database);
    const query = jest.spyOn(db, 'query');
    await service.app.get(StockQueries).getOfOrder((await reserved()).id, { userId: customerId } as never);
    const [sql, parameters] = query.mock.calls.find(([text]) => text.includes('asked'))!;
    query.mockRestore();

    const plan = await db.run(async () => {
      await db.query('SET LOCAL enable_seqscan = off');
      return JSON.stringify(await db.query(`EXPLAIN ${sql}`, parameters));
    });

    expect(plan).toContain('stock_transactions_of_order');
    expect(plan).toContain('reservations_pkey');
  });
});
