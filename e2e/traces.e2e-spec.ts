import { eventually, type OtlpReceiver } from '@tradewind/testing';
import { describeNatively } from './support/environment';
import { orderOf, sagaOf, sendOrder } from './support/orders';
import { type Customer, newCustomer } from './support/people';
import { allReady, killHard, restarted, restarts } from './support/processes';
import { newProduct, type Product } from './support/shop';
import { aTrace, receiveSpans, spansUpTo, titleOf, wayTo } from './support/traces';
import type { OrderBody } from './support/wire';

jest.setTimeout(180_000);

/** From the request to the last answer, each the parent of the next. */
const WAY_OF_AN_ORDER = [
  'gateway: kong',
  'order: POST /api/orders',
  'order: publish commands inventory.reserve-stock.v1',
  'inventory: process inventory.commands inventory.reserve-stock.v1',
  'inventory: publish replies inventory.stock-reserved.v1',
  'order: process order.replies inventory.stock-reserved.v1',
  'order: publish commands payment.process-payment.v1',
  'payment: process payment.commands payment.process-payment.v1',
  'payment: publish replies payment.payment-processed.v1',
  'order: process order.replies payment.payment-processed.v1',
  'order: publish commands inventory.commit-stock.v1',
  'inventory: process inventory.commands inventory.commit-stock.v1',
  'inventory: publish replies inventory.stock-committed.v1',
  'order: process order.replies inventory.stock-committed.v1',
];

const LAST = WAY_OF_AN_ORDER.at(-1)!;

describeNatively('the trace of an order', 'they cannot send spans to this machine', () => {
  let receiver: OtlpReceiver;
  let customer: Customer;
  let product: Product;

  beforeAll(async () => {
    await allReady();
    receiver = await receiveSpans();
    [customer, product] = [await newCustomer('Tracy'), await newProduct()];
  });
  afterAll(async () => {
    await receiver?.close();
    await allReady();
  }, 120_000);

  it('leads from the gateway through every service and queue to the end, parent by parent', async () => {
    const trace = aTrace();
    const answer = await sendOrder(customer, { product }).set('traceparent', trace.traceparent).expect(201);
    const { id } = answer.body as OrderBody;
    const spans = await spansUpTo(receiver, trace, LAST);
    const titled = (title: string) => spans.find((span) => titleOf(span) === title)!;

    expect(wayTo(titled(LAST), spans)).toEqual(WAY_OF_AN_ORDER);
    expect(wayTo(titled('order: do confirm order'), spans).at(-2)).toBe(WAY_OF_AN_ORDER[9]);
    expect(wayTo(titled('product: GET /api/products'), spans)[1]).toBe('order: POST /api/orders');
    expect(spans.filter(({ failed }) => failed)).toEqual([]);
    expect(titled(WAY_OF_AN_ORDER[3]!)).toMatchObject({
      kind: 'consumer',
      attributes: {
        'messaging.system': 'rabbitmq',
        'messaging.destination.name': 'inventory.commands',
        'order.id': id,
      },
    });
    expect(titled(LAST).attributes).toMatchObject({
      'order.id': id,
      'saga.definition': 'place-order',
      'saga.status': 'COMPLETED',
    });
    expect(await sagaOf(customer, id)).toMatchObject({ trace_id: trace.id });
  });

  it('goes on where it was when the order service is killed with -9 in the middle', async () => {
    const trace = aTrace();
    const before = restarts();
    const sent = await sendOrder(customer, { product, paymentMethod: 'pm_card_slow' })
      .set('traceparent', trace.traceparent)
      .expect(201);
    // What a killed process has recorded and not sent yet is lost with it.
    await spansUpTo(receiver, trace, 'order: publish commands payment.process-payment.v1');
    await spansUpTo(receiver, trace, 'order: POST /api/orders');
    killHard('order');
    await restarted('order', before);

    const spans = await spansUpTo(receiver, trace, LAST);
    expect(
      wayTo(
        spans.find((span) => titleOf(span) === LAST)!,
        spans,
      ),
    ).toEqual(WAY_OF_AN_ORDER);
    const { id } = sent.body as OrderBody;
    await eventually(async () => expect(await orderOf(customer, id)).toMatchObject({ status: 'CONFIRMED' }));
  });
});

describe('a problem', () => {
  it('names the trace of the request that met it', async () => {
    const trace = aTrace();
    const customer = await newCustomer('Lost');
    const { body } = await customer.api.get('/api/orders/nowhere').set('traceparent', trace.traceparent).expect(404);
    expect(body).toMatchObject({ code: 'order.not-found', trace_id: trace.id });
  });
});
