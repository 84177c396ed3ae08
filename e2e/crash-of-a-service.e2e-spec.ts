import { eventually } from '@tradewind/testing';
import { type Crash, crashDuringRush } from './support/crash';
import { rowsOf } from './support/databases';
import { orderOf, paymentOf, sendOrder, story, sagaOf } from './support/orders';
import { newCustomer } from './support/people';
import { allReady, killHard, restarted, restarts } from './support/processes';
import { RUSH_SIZE } from './support/rush';
import { newProduct, stockOf } from './support/shop';
import type { OrderBody } from './support/wire';

jest.setTimeout(180_000);

/** The other files find everything running, also after a failure here. */
afterAll(allReady, 120_000);

/** While the first orders are being taken, while some sagas run, when all are accepted and their sagas run. */
const ALL_ALONG = [1, RUSH_SIZE / 2, RUSH_SIZE];

describe.each([
  ['order', ALL_ALONG],
  ['inventory', ALL_ALONG],
  ['payment', ALL_ALONG],
  // Before the price is known, when it is needed, and after that.
  ['product', [0, 1]],
  ['user', [1]],
])('the %s service killed with -9', (name, moments) => {
  const crashes: Crash[] = [];

  it.each(moments)('after %d of ten orders are answered: every order still ends right', async (answered) => {
    crashes.push(await crashDuringRush(name, answered));
  });

  it('died in the middle of orders', () => {
    expect(crashes.reduce((sum, { inTheMiddle }) => sum + inTheMiddle, 0)).toBeGreaterThan(0);
  });
});

describe('the payment service killed with -9 when the provider has charged and not yet answered', () => {
  it('finds out what became of the charge, and charges once', async () => {
    await allReady();
    const [customer, product] = [await newCustomer('Calm'), await newProduct({ stock: 3, price: 80 })];
    const before = restarts();
    const sent = await sendOrder(customer, { product, paymentMethod: 'pm_card_slow' }).expect(201);
    const { id } = sent.body as OrderBody;
    await eventually(async () => expect(await chargesFor(id)).toEqual([{ outcome: 'captured' }]), 30_000);
    killHard('payment');
    await restarted('payment', before);

    await eventually(
      async () => expect(await orderOf(customer, id)).toMatchObject({ status: 'CONFIRMED' }),
      90_000,
      250,
    );
    expect(await paymentOf(customer, id)).toMatchObject({ status: 'CAPTURED', amount: 80, refunded_amount: 0 });
    expect(await chargesFor(id)).toEqual([{ outcome: 'captured' }]);
    await eventually(async () => expect(story(await sagaOf(customer, id))).toContain('do commit stock: done'));
    expect(await stockOf(product)).toEqual({ quantity: 2, reserved_qty: 0, available_qty: 2 });
  });
});

/** What the provider has been asked to take for an order. */
function chargesFor(orderId: string): Promise<{ outcome: string | null }[]> {
  return rowsOf(
    'payment',
    `SELECT outcome FROM mock_provider_charges
     WHERE idempotency_key = (SELECT id::text FROM payments WHERE order_id = $1)`,
    [orderId],
  );
}
