import { eventually } from '@tradewind/testing';
import { setTimeout as pause } from 'node:timers/promises';
import { contradictions, unfinishedBusiness } from './support/books';
import { orderOf, paymentOf, placeOrder, sendOrder } from './support/orders';
import { type Customer, newCustomer } from './support/people';
import { newProduct, type Product, stockOf } from './support/shop';
import type { OrderBody } from './support/wire';

jest.setTimeout(120_000);

const cancel = ({ api }: Customer, id: string) => api.patch(`/api/orders/${id}/cancel`, {});
const CANCELLED = { status: 'CANCELLED', status_reason: 'cancelled_by_customer' };
const untouched = { quantity: 30, reserved_qty: 0, available_qty: 30 };

describe('an order that is cancelled', () => {
  let customer: Customer;
  let product: Product;

  beforeAll(async () => {
    [customer, product] = [await newCustomer('Hesitant'), await newProduct({ stock: 30, price: 80 })];
  });

  const endsCancelled = (id: string) =>
    eventually(async () => expect(await orderOf(customer, id)).toMatchObject(CANCELLED), 60_000);

  it('at twenty moments from the request to long after its end, ends with its stock and its money back', async () => {
    for (let moment = 0; moment < 20; moment++) {
      const { id } = (await sendOrder(customer, { product }).expect(201)).body as OrderBody;
      await pause(moment * 6);
      const { status } = await cancel(customer, id);
      expect([200, 202]).toContain(status);
      await endsCancelled(id);
    }
    await eventually(async () => expect(await unfinishedBusiness()).toEqual([]), 30_000);
    expect(await contradictions()).toEqual([]);
    expect(await stockOf(product)).toEqual(untouched);
  });

  it('after it was CONFIRMED, is refunded', async () => {
    const { id } = await placeOrder(customer, { product });
    await cancel(customer, id).expect(202);
    await endsCancelled(id);
    expect(await paymentOf(customer, id)).toMatchObject({ status: 'REFUNDED', amount: 80, refunded_amount: 80 });
    expect(await stockOf(product)).toEqual(untouched);
  });

  it('while its payment is slow, is refunded when the money lands', async () => {
    const sent = await sendOrder(customer, { product, paymentMethod: 'pm_card_slow' }).expect(201);
    const { id } = sent.body as OrderBody;
    await eventually(async () => expect(await paymentOf(customer, id)).toMatchObject({ status: 'PENDING' }));
    await cancel(customer, id).expect(202);
    await endsCancelled(id);
    expect(await stockOf(product)).toEqual(untouched);
    await eventually(
      async () => expect(await paymentOf(customer, id)).toMatchObject({ status: 'REFUNDED', refunded_amount: 80 }),
      60_000,
    );
    expect(await contradictions()).toEqual([]);
  });
});
