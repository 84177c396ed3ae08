import { memoryInventory } from '../../../test/fakes/memory-inventory';
import { OutOfStock, UnknownProduct } from '../../domain/stock.errors';
import { ReduceStockHandler, RestockHandler } from './adjust-stock.handlers';

describe('taking units away by hand', () => {
  it('lowers what is on hand and says why', async () => {
    const { stock } = memoryInventory();
    stock.with('lamp', 5);

    await new ReduceStockHandler(stock).handle({ productId: 'lamp', quantity: 2, reason: 'broken' });

    expect(stock.numbersOf('lamp').quantity).toBe(3);
    expect(stock.ledger.at(-1)).toMatchObject({ type: 'OUT', change: -2, reason: 'broken', orderId: null });
  });

  it('never takes what is set aside for an order', async () => {
    const { stock, reserve } = memoryInventory();
    stock.with('lamp', 5);
    await reserve('o-1', ['lamp', 4]);

    const reduce = new ReduceStockHandler(stock);
    await expect(reduce.handle({ productId: 'lamp', quantity: 2, reason: 'broken' })).rejects.toThrow(OutOfStock);
    expect(stock.numbersOf('lamp')).toEqual({ quantity: 5, reserved: 4 });
  });

  it('is refused for a product that nobody keeps', async () => {
    const reduce = new ReduceStockHandler(memoryInventory().stock);
    await expect(reduce.handle({ productId: 'unicorn', quantity: 1, reason: 'lost' })).rejects.toThrow(UnknownProduct);
  });
});

describe('restocking', () => {
  it('raises what is on hand and says why', async () => {
    const { stock } = memoryInventory();
    stock.with('lamp', 5);

    await new RestockHandler(stock).handle({ productId: 'lamp', quantity: 7, reason: 'delivery 4711' });

    expect(stock.numbersOf('lamp').quantity).toBe(12);
    expect(stock.ledger.at(-1)).toMatchObject({ type: 'IN', change: 7, reason: 'delivery 4711' });
  });

  it('makes room for the order that was refused before', async () => {
    const { stock, reserve } = memoryInventory();
    stock.with('lamp', 1);
    await expect(reserve('o-1', ['lamp', 2])).rejects.toThrow(OutOfStock);

    await new RestockHandler(stock).handle({ productId: 'lamp', quantity: 1, reason: 'delivery' });

    await reserve('o-2', ['lamp', 2]);
    expect(stock.numbersOf('lamp').reserved).toBe(2);
  });

  it('is refused for a product that nobody keeps', async () => {
    const restock = new RestockHandler(memoryInventory().stock);
    await expect(restock.handle({ productId: 'unicorn', quantity: 1, reason: 'gift' })).rejects.toThrow(UnknownProduct);
  });
});
