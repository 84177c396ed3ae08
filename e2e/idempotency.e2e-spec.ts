import { newId } from '@tradewind/kernel';
import type { Response } from 'supertest';
import { orderOf, ordersOf, paymentOf, sendOrder } from './support/orders';
import { newCustomer } from './support/people';
import { expectProblem } from './support/problem';
import { newProduct, stockOf } from './support/shop';
import type { OrderBody } from './support/wire';

jest.setTimeout(60_000);

describe('an order with an Idempotency-Key', () => {
  it('is placed and paid once, however often it is sent', async () => {
    const [customer, product, key] = [await newCustomer(), await newProduct({ stock: 10, price: 20 }), newId()];
    const send = (quantity = 1) => sendOrder(customer, { product, quantity }).set('idempotency-key', key);
    const first = await send().set('prefer', 'wait=30').expect(201);
    const { id } = first.body as OrderBody;
    const again = await send().expect(201).expect('idempotent-replayed', 'true');

    expect(again.body).toEqual(await orderOf(customer, id));
    expect(again.body).toMatchObject({ id, status: 'CONFIRMED' });
    expect(again.headers['location']).toBe(first.headers['location']);
    expectProblem(await send(2), 422, 'order.idempotency-key-reused');
    expect(await ordersOf(customer)).toHaveLength(1);
    expect(await stockOf(product)).toEqual({ quantity: 9, reserved_qty: 0, available_qty: 9 });
    expect(await paymentOf(customer, id)).toMatchObject({ status: 'CAPTURED', amount: 20 });
  });

  it('is placed once when it is sent fifty times at the same time', async () => {
    const [customer, product, key] = [await newCustomer(), await newProduct({ stock: 100 }), newId()];
    const send = () => sendOrder(customer, { product }).set('idempotency-key', key);
    const answers = await Promise.all(Array.from({ length: 50 }, () => send()));

    const [placed, refused] = [answers.filter(isPlaced), answers.filter((answer) => !isPlaced(answer))];
    for (const answer of refused) {
      expectProblem(answer, 409, 'order.idempotency-key-in-flight');
      expect(answer.headers['retry-after']).toBe('1');
    }
    const [order, ...others] = await ordersOf(customer);
    expect(others).toEqual([]);
    expect(new Set(placed.map(({ body }) => (body as OrderBody).id))).toEqual(new Set([order?.id]));
    expect(placed.filter(({ headers }) => headers['idempotent-replayed'] === undefined)).toHaveLength(1);

    await send().set('prefer', 'wait=30').expect(201).expect('idempotent-replayed', 'true');
    expect(await stockOf(product)).toEqual({ quantity: 99, reserved_qty: 0, available_qty: 99 });
  });
});

function isPlaced({ status }: Response): boolean {
  return status === 201;
}
