import { StockItem } from './stock-item';
import { OutOfStock, TooMuchStock } from './stock.errors';

function anItem(quantity: number, reserved = 0): StockItem {
  return StockItem.restore({ productId: 'sku-1', productName: 'Lamp', quantity, reserved, lowStockThreshold: 0 });
}

describe('a stock item', () => {
  it('begins with its first units as a movement, so that the ledger explains them', () => {
    const item = StockItem.add({ productId: 'sku-1', productName: 'Lamp', quantity: 5, lowStockThreshold: 1 });
    expect(item.quantity).toBe(5);
    expect(item.movements).toEqual([
      { productId: 'sku-1', type: 'IN', change: 5, reason: 'initial stock', orderId: null },
    ]);
  });

  it('sets units aside without giving them away', () => {
    const item = anItem(10);
    item.reserve(3, 'o-1');
    expect([item.quantity, item.reserved, item.available]).toEqual([10, 3, 7]);
  });

  it('reserves the last unit and not one more', () => {
    const item = anItem(2);
    item.reserve(2, 'o-1');
    expect(() => item.reserve(1, 'o-2')).toThrow(OutOfStock);
    expect(item.reserved).toBe(2);
  });

  it('gives released units back', () => {
    const item = anItem(10, 3);
    item.release(3, 'o-1');
    expect([item.quantity, item.reserved, item.available]).toEqual([10, 0, 10]);
  });

  it('turns a reservation into a sale by a RELEASE and an OUT', () => {
    const item = anItem(10, 3);
    item.commit(3, 'o-1');
    expect([item.quantity, item.reserved]).toEqual([7, 0]);
    expect(item.movements.map((m) => [m.type, m.change, m.orderId])).toEqual([
      ['RELEASE', -3, 'o-1'],
      ['OUT', -3, 'o-1'],
    ]);
  });

  it('counts up to a thousand million units', () => {
    const item = anItem(999_999_999);
    item.restock(1, 'delivery');
    expect(() => item.restock(1, 'delivery')).toThrow(TooMuchStock);
    expect(item.quantity).toBe(1_000_000_000);
  });

  it('never reduces what is set aside for orders', () => {
    const item = anItem(5, 4);
    expect(() => item.reduce(2, 'broken')).toThrow(OutOfStock);
    item.reduce(1, 'broken');
    expect([item.quantity, item.available]).toEqual([4, 0]);
  });
});
