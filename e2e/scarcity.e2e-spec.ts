import { placeOrder } from './support/orders';
import { newCustomers } from './support/people';
import { ledgerOf, moved, newProduct, stockOf } from './support/shop';

jest.setTimeout(120_000);

describe('fifty buyers for ten units', () => {
  it('sell exactly ten, tell the other forty that there are none left, and leave the books right', async () => {
    const product = await newProduct({ stock: 10 });
    const buyers = await newCustomers(50);

    const orders = await Promise.all(buyers.map((buyer) => placeOrder(buyer, { product })));

    expect(orders.filter(({ status }) => status === 'CONFIRMED')).toHaveLength(10);
    const turnedAway = orders.filter(({ status }) => status === 'CANCELLED');
    expect(turnedAway.map(({ status_reason: reason }) => reason)).toEqual(Array(40).fill('out_of_stock'));
    expect(await stockOf(product)).toEqual({ quantity: 0, reserved_qty: 0, available_qty: 0 });

    const ledger = await ledgerOf(product);
    expect({
      in: moved(ledger, 'IN'),
      out: moved(ledger, 'OUT'),
      reserved: moved(ledger, 'RESERVE'),
      released: moved(ledger, 'RELEASE'),
    }).toEqual({ in: 10, out: -10, reserved: 10, released: -10 });
    const sold = orders.filter(({ status }) => status === 'CONFIRMED').map(({ id }) => id);
    const out = ledger.filter(({ type }) => type === 'OUT').map(({ order_id: id }) => id);
    expect(out.sort()).toEqual(sold.sort());
  });
});
