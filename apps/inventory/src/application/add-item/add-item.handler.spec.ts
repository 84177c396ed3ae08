import { MemoryStockRepository } from '../../../test/fakes/stock.repository.memory';
import { ProductAlreadyStocked } from '../../domain/stock.errors';
import { AddItemHandler } from './add-item.handler';

const lamps = { productId: 'lamp', productName: 'Lamp', quantity: 5, lowStockThreshold: 2 };

describe('beginning to keep a product', () => {
  it('explains the first units in the ledger', async () => {
    const stock = new MemoryStockRepository();
    await new AddItemHandler(stock).handle(lamps);

    expect(stock.numbersOf('lamp')).toEqual({ quantity: 5, reserved: 0 });
    expect(stock.ledger).toEqual([
      { productId: 'lamp', type: 'IN', change: 5, reason: 'initial stock', orderId: null },
    ]);
  });

  it('may begin with an empty shelf, which needs no explanation', async () => {
    const stock = new MemoryStockRepository();
    await new AddItemHandler(stock).handle({ ...lamps, quantity: 0 });

    expect(await stock.lock(['lamp'])).toHaveLength(1);
    expect(stock.ledger).toEqual([]);
  });

  it('is refused for a product that is kept already, whose numbers stay', async () => {
    const stock = new MemoryStockRepository().with('lamp', 3);

    await expect(new AddItemHandler(stock).handle(lamps)).rejects.toThrow(ProductAlreadyStocked);
    expect(stock.numbersOf('lamp').quantity).toBe(3);
  });
});
