import { eventually } from '@tradewind/testing';
import { contradictions } from './support/books';
import { releaseCommand, sendCommands } from './support/intruder';
import { orderOf, paymentOf, sendOrder } from './support/orders';
import { admin, type Customer, newCustomer } from './support/people';
import { newProduct, type Product, stockOf } from './support/shop';
import type { ListBody, OrderBody, SagaBody, StoryBody } from './support/wire';

jest.setTimeout(120_000);

interface ParkedSaga {
  readonly saga_id: string;
  readonly order_id: string;
}

describe('a saga that waits for a person', () => {
  let customer: Customer;
  let product: Product;

  beforeAll(async () => {
    [customer, product] = [await newCustomer('Patient'), await newProduct({ stock: 10, price: 80 })];
  });

  /** An order that is paid, and whose goods were given away meanwhile: its stock can never be committed. */
  async function parked(): Promise<ParkedSaga> {
    const sent = await sendOrder(customer, { product, paymentMethod: 'pm_card_slow' }).expect(201);
    const { id } = sent.body as OrderBody;
    await eventually(async () => expect(await paymentOf(customer, id)).toMatchObject({ status: 'PENDING' }));
    await sendCommands('inventory', releaseCommand(id));
    return eventually(
      async () => {
        const shop = await admin();
        const { items } = (await shop.get('/api/sagas?status=NEEDS_ATTENTION&step=commit%20stock').expect(200))
          .body as ListBody<ParkedSaga>;
        return items.find(({ order_id }) => order_id === id) ?? Promise.reject(new Error('not parked yet'));
      },
      60_000,
      500,
    );
  }

  it('says what it needs, and is undone by the API alone', async () => {
    const { saga_id, order_id } = await parked();
    const shop = await admin();
    const seen = (await shop.get(`/api/sagas/${saga_id}`).expect(200)).body as SagaBody & { attention: string };
    expect(seen.attention).toBe('refused: inventory.reservation-released');

    // Retrying cannot help here: it is refused again.
    await shop.post(`/api/sagas/${saga_id}/retry`, {}).expect(202);
    await eventually(async () => {
      const { body } = await shop.get(`/api/sagas/${saga_id}`).expect(200);
      expect(body).toMatchObject({ status: 'NEEDS_ATTENTION' });
    }, 20_000);

    await shop.post(`/api/sagas/${saga_id}/compensate`, { note: 'the goods are gone' }).expect(202);
    await eventually(
      async () =>
        expect(await orderOf(customer, order_id)).toMatchObject({
          status: 'CANCELLED',
          status_reason: 'cancelled_by_shop',
        }),
      30_000,
    );
    expect(await paymentOf(customer, order_id)).toMatchObject({ status: 'REFUNDED', refunded_amount: 80 });
    expect(await stockOf(product)).toEqual({ quantity: 10, reserved_qty: 0, available_qty: 10 });
    expect(await contradictions()).toEqual([]);

    const log = (await shop.get(`/api/audit-log?target=${saga_id}`).expect(200)).body as ListBody<{ action: string }>;
    expect(log.items.map(({ action }) => action)).toEqual(['saga.compensate', 'saga.retry']);
  });

  it('tells its whole story: steps, stock and money', async () => {
    const { items } = (await customer.api.get('/api/orders').expect(200)).body as ListBody<OrderBody>;
    const path = `/api/orders/${items[0]!.id}/saga`;
    const body = (await customer.api.get(path).expect(200)).body as StoryBody;
    expect(body.unanswered).toEqual([]);
    expect(body.stock?.map(({ type }) => type)).toEqual(['RESERVE', 'RELEASE']);
    expect(body.payment).toMatchObject({ status: 'REFUNDED', refunds: [{ amount: 80, reason: 'order-cancelled' }] });
    for (const step of body.sagas[0]!.steps.slice(0, 2)) {
      expect(step.waits).toMatchObject({ command_in_outbox: expect.any(Number), work: expect.any(Number) });
    }
    const { text } = await customer.api.get(path).set('accept', 'text/plain').expect(200);
    expect(text).toContain('refunded 80.00 USD');
    expect(text).toMatch(/process payment +do +payment\.process-payment\.v1/);

    const other = await newCustomer('Curious');
    await other.api.get(path).expect(404);
    await other.api.get(`/api/inventory/orders/${items[0]!.id}/transactions`).expect(404);
  });
});
