import { newId } from '@tradewind/kernel';
import { Database } from '@tradewind/persistence';
import { StockRepository } from '../../src/domain/stock.repository';
import { OutOfStock } from '../../src/domain/stock.errors';
import { RunningInventory, runInventory } from './running-inventory';

jest.setTimeout(20_000);

describe('stock in PostgreSQL', () => {
  let service: RunningInventory;
  let db: Database;
  let stock: StockRepository;

  beforeAll(async () => {
    service = await runInventory();
    db = service.app.get(Database);
    stock = service.app.get(StockRepository);
  });

  afterAll(() => service?.close());

  it('lets those who change an item at once wait for each other: the rule decides, not the constraint', async () => {
    const product = await service.stocked(3);
    const reserveOne = () =>
      db.run(async () => {
        const [item] = await stock.lock([product]);
        item!.reserve(1, newId());
        await stock.save([item!]);
      });

    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, reserveOne));

    const refusals = outcomes.flatMap((outcome): unknown[] => (outcome.status === 'rejected' ? [outcome.reason] : []));
    expect(refusals).toHaveLength(7);
    for (const refusal of refusals) expect(refusal).toBeInstanceOf(OutOfStock);
  });

  it('locks items in one order, whatever the order they are asked for in', async () => {
    const products = [await service.stocked(1), await service.stocked(1), await service.stocked(1)];
    const locked = await db.run(() => stock.lock([...products].reverse()));
    expect(locked.map(({ productId }) => productId)).toEqual([...products].sort());
  });

  it('writes neither numbers, ledger nor event when the transaction is rolled back', async () => {
    const product = await service.stocked(3);
    const rows = () =>
      service.query(
        `SELECT quantity, reserved_qty, version, (SELECT count(*) FROM stock_transactions WHERE product_id = $1) AS ledger,
           (SELECT count(*) FROM outbox_messages WHERE body ->> 'subject' = $1) AS events
         FROM inventory_items WHERE product_id = $1`,
        [product],
      );
    const before = await rows();

    const failing = db.run(async () => {
      const [item] = await stock.lock([product]);
      item!.restock(5, 'delivery');
      await stock.save([item!]);
      throw new Error('the power is gone');
    });

    await expect(failing).rejects.toThrow('the power is gone');
    expect(await rows()).toEqual(before);
  });
});
