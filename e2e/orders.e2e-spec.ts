import { orderOf, ordersOf, paymentOf, placeOrder, sagaOf, sendOrder, story } from './support/orders';
import { type Customer, newCustomer } from './support/people';
import { ledgerOf, newProduct, stockOf } from './support/shop';
import type { OrderBody, SagaBody } from './support/wire';

jest.setTimeout(60_000);

describe('an order placed through the gateway', () => {
  let customer: Customer;
  beforeAll(async () => {
    customer = await newCustomer('Yash');
  });

  describe('that is paid at the first try', () => {
    it('is confirmed, sells its units and charges its total once', async () => {
      const product = await newProduct({ stock: 10, price: 999.99 });
      const order = await placeOrder(customer, { product, quantity: 2 });

      expect(order).toMatchObject({ status: 'CONFIRMED', status_reason: null, total_amount: 1999.98, currency: 'USD' });
      expect(await stockOf(product)).toEqual({ quantity: 8, reserved_qty: 0, available_qty: 8 });
      expect(await paymentOf(customer, order.id)).toMatchObject({
        order_id: order.id,
        customer_id: customer.id,
        status: 'CAPTURED',
        amount: 1999.98,
        refunded_amount: 0,
        currency: 'USD',
      });
    });

    it('shows every step of its saga with its command, its reply and its times', async () => {
      const order = await placeOrder(customer, { product: await newProduct() });
      const saga = await sagaOf(customer, order.id);

      expect(saga.status).toBe('COMPLETED');
      expect(story(saga)).toEqual([
        'do reserve stock: done',
        'do process payment: done',
        'do confirm order: done',
        'do commit stock: done',
      ]);
      expect(saga.steps.map(({ command }) => command)).toEqual([
        'inventory.reserve-stock.v1',
        'payment.process-payment.v1',
        'order.confirm-order.v1',
        'inventory.commit-stock.v1',
      ]);
      expect(saga.steps[1]).toMatchObject({ attempts: 1, reply: 'payment.payment-processed.v1' });
      expectTimesInOrder(saga);
    });

    it('explains every change of the stock in the ledger', async () => {
      const product = await newProduct({ stock: 5 });
      const order = await placeOrder(customer, { product, quantity: 3 });
      const ofOrder = (await ledgerOf(product)).filter((row) => row.order_id === order.id);

      const movements = ofOrder.map(({ type, change_qty: units }) => `${type} ${units}`);
      expect(movements.sort()).toEqual(['OUT -3', 'RELEASE -3', 'RESERVE 3']);
    });
  });

  it('is cancelled when the card is declined, and its units are back', async () => {
    const product = await newProduct({ stock: 10 });
    const order = await placeOrder(customer, { product, quantity: 4, paymentMethod: 'pm_card_declined' });

    expect(order).toMatchObject({ status: 'CANCELLED', status_reason: 'payment_declined' });
    expect(await stockOf(product)).toEqual({ quantity: 10, reserved_qty: 0, available_qty: 10 });
    expect(await paymentOf(customer, order.id)).toMatchObject({ status: 'DECLINED', refunded_amount: 0 });
    const saga = await sagaOf(customer, order.id);
    expect(saga.status).toBe('COMPENSATED');
    expect(story(saga)).toEqual([
      'do reserve stock: done',
      'do process payment: refused',
      'undo reserve stock: done',
      'undo open order: done',
    ]);
    expect(saga.steps[1]).toMatchObject({ result: { code: 'payment.declined' } });
  });

  it('is cancelled when there are too few units, before anybody asks for money', async () => {
    const product = await newProduct({ stock: 3 });
    const order = await placeOrder(customer, { product, quantity: 4 });

    expect(order).toMatchObject({ status: 'CANCELLED', status_reason: 'out_of_stock' });
    expect(await stockOf(product)).toEqual({ quantity: 3, reserved_qty: 0, available_qty: 3 });
    await customer.api.get(`/api/payments/order/${order.id}`).expect(404);
    const saga = await sagaOf(customer, order.id);
    expect(story(saga)).toEqual(['do reserve stock: refused', 'undo open order: done']);
    expect(saga.steps[0]).toMatchObject({ result: { code: 'inventory.out-of-stock' } });
  });

  it('is confirmed when the payment fails twice and then succeeds, and is charged once', async () => {
    const product = await newProduct({ stock: 10, price: 50 });
    const order = await placeOrder(customer, { product, paymentMethod: 'pm_card_error' });

    expect(order.status).toBe('CONFIRMED');
    expect(await stockOf(product)).toEqual({ quantity: 9, reserved_qty: 0, available_qty: 9 });
    expect(await paymentOf(customer, order.id)).toMatchObject({ status: 'CAPTURED', amount: 50, refunded_amount: 0 });
  });

  it('counts the same product on two lines together', async () => {
    const product = await newProduct({ stock: 5 });
    const placed = async (first: number, second: number): Promise<OrderBody> => {
      const items = [first, second].map((quantity) => ({ product_id: product.id, quantity }));
      return (await customer.api.post('/api/orders', { items }).set('prefer', 'wait=30').expect(201)).body as OrderBody;
    };

    expect(await placed(3, 3)).toMatchObject({ status: 'CANCELLED', status_reason: 'out_of_stock' });
    expect(await stockOf(product)).toEqual({ quantity: 5, reserved_qty: 0, available_qty: 5 });
    expect(await placed(3, 2)).toMatchObject({ status: 'CONFIRMED', total_amount: 99.95 });
    expect(await stockOf(product)).toEqual({ quantity: 0, reserved_qty: 0, available_qty: 0 });
  });

  it('reserves all of its products or none', async () => {
    const [plenty, scarce] = [await newProduct({ stock: 10 }), await newProduct({ stock: 1 })];
    const items = [
      { product_id: plenty.id, quantity: 2 },
      { product_id: scarce.id, quantity: 2 },
    ];
    const answer = await customer.api.post('/api/orders', { items }).set('prefer', 'wait=30').expect(201);

    expect(answer.body).toMatchObject({ status: 'CANCELLED', status_reason: 'out_of_stock' });
    expect(await stockOf(plenty)).toEqual({ quantity: 10, reserved_qty: 0, available_qty: 10 });
    expect(await stockOf(scarce)).toEqual({ quantity: 1, reserved_qty: 0, available_qty: 1 });
  });

  it('takes the body that its users send, and answers at once without a preference to wait', async () => {
    const product = await newProduct({ price: 999.99 });
    const answer = await customer.api.post('/api/orders', {
      customer_name: 'Captain Yash',
      customer_email: customer.email.toUpperCase(),
      items: [{ product_id: product.id, product_name: 'anything', quantity: 1, unit_price: 999.99 }],
      payment_method: 'pm_card_visa',
    });

    expect(answer.status).toBe(201);
    const order = answer.body as OrderBody;
    expect(answer.headers.location).toBe(`/api/orders/${order.id}`);
    expect(order).toMatchObject({ customer_name: 'Captain Yash', customer_email: customer.email });
    expect(order.order_number).toMatch(/^ORD-\d{8}-\d{6,}$/);
    expect(order.items[0]).toMatchObject({ product_name: product.name, unit_price: 999.99, total_price: 999.99 });
    expect(await orderOf(customer, order.id)).toMatchObject({ id: order.id, total_amount: 999.99 });
  });

  it('says that it has waited, and carries the caller’s correlation id through its saga', async () => {
    const product = await newProduct();
    const answer = await sendOrder(customer, { product }).set('prefer', 'wait=20').set('x-correlation-id', 'e2e-42');

    expect(answer.headers['preference-applied']).toBe('wait=20');
    expect(answer.headers['x-correlation-id']).toBe('e2e-42');
    expect(await sagaOf(customer, (answer.body as OrderBody).id)).toMatchObject({ correlation_id: 'e2e-42' });
  });

  it('is in its customer’s list, newest first, page by page, and in no one else’s', async () => {
    const [buyer, other] = [await newCustomer('Mira'), await newCustomer('Noor')];
    const product = await newProduct();
    const placed: string[] = [];
    for (let count = 0; count < 3; count += 1) placed.unshift((await placeOrder(buyer, { product })).id);

    expect((await ordersOf(buyer)).map(({ id }) => id)).toEqual(placed);
    expect(await ordersOf(other)).toEqual([]);
    const first = (await buyer.api.get('/api/orders?limit=2').expect(200)).body as { next_cursor: string };
    const rest = await buyer.api.get(`/api/orders/user/${buyer.email}?limit=2&cursor=${first.next_cursor}`).expect(200);
    expect(rest.body).toMatchObject({ items: [{ id: placed[2] }], next_cursor: null });
  });
});

function expectTimesInOrder({ steps }: SagaBody): void {
  for (const { started_at, ended_at, duration_ms } of steps) {
    expect(Date.parse(ended_at ?? '') - Date.parse(started_at)).toBe(duration_ms);
  }
  const starts = steps.map(({ started_at }) => Date.parse(started_at));
  expect([...starts].sort((a, b) => a - b)).toEqual(starts);
}
