import { type EventStream, eventually } from '@tradewind/testing';
import { newId } from '@tradewind/kernel';
import { idsOf, statusesOf, stepsOf, watchOrder } from './support/events';
import { placeOrder, sendOrder } from './support/orders';
import { admin, type Customer, newCustomer } from './support/people';
import { newProduct, type Product } from './support/shop';
import type { OrderBody } from './support/wire';

jest.setTimeout(60_000);

const CONFIRMED = [
  'do open order: started',
  'do reserve stock: sent',
  'do reserve stock: done',
  'do process payment: sent',
  'do process payment: done',
  'do confirm order: sent',
  'do confirm order: done',
  'do commit stock: sent',
  'do commit stock: done',
  'do commit stock: ended',
];

describe('the events of an order, through the gateway', () => {
  let customer: Customer;
  let product: Product;
  const streams: EventStream[] = [];
  beforeAll(async () => {
    [customer, product] = [await newCustomer('Yash'), await newProduct()];
  });
  afterEach(() => streams.splice(0).forEach((stream) => stream.close()));

  const watch: typeof watchOrder = async (...args) => {
    const stream = await watchOrder(...args);
    streams.push(stream);
    return stream;
  };
  const hears = (stream: EventStream, step: string) =>
    eventually(() => expect(stepsOf(stream)).toContain(step), 30_000);

  it('tell each step until it is CONFIRMED, and stay for what comes after', async () => {
    const { id } = (await sendOrder(customer, { product }).expect(201)).body as OrderBody;
    const stream = await watch(customer, id);
    expect(stream.status).toBe(200);
    expect(stream.headers['content-type']).toContain('text/event-stream');
    await hears(stream, 'do commit stock: ended');
    expect(stepsOf(stream)).toEqual(CONFIRMED);
    expect(statusesOf(stream).at(-1)).toBe('CONFIRMED');

    await (await admin()).patch(`/api/orders/${id}/status`, { status: 'SHIPPED' }).expect(200);
    await eventually(() => expect(statusesOf(stream).at(-1)).toBe('SHIPPED'));
  });

  it('come while they happen', async () => {
    const { id } = (await sendOrder(customer, { product, paymentMethod: 'pm_card_slow' }).expect(201))
      .body as OrderBody;
    const stream = await watch(customer, id);
    await hears(stream, 'do process payment: sent');
    expect(stepsOf(stream)).not.toContain('do process payment: done');
    expect(statusesOf(stream)).toEqual(['PENDING']);
    await customer.api.patch(`/api/orders/${id}/cancel`).expect(202);
    expect(await stream.ended).toBe('complete');
    expect(statusesOf(stream).at(-1)).toBe('CANCELLED');
    expect(stream.events.at(-1)?.event).toBe('end');
  });

  it('go on after the last one that was heard', async () => {
    const { id } = await placeOrder(customer, { product });
    const whole = await watch(customer, id);
    await hears(whole, 'do commit stock: ended');
    const rest = await watch(customer, id, idsOf(whole)[4]);
    await hears(rest, 'do commit stock: ended');
    expect(idsOf(rest)).toEqual(idsOf(whole).slice(5));
  });

  it('are 204 when the order is over and all is known', async () => {
    const { id } = await placeOrder(customer, { product, paymentMethod: 'pm_card_declined' });
    const whole = await watch(customer, id);
    expect(await whole.ended).toBe('complete');
    expect((await watch(customer, id, idsOf(whole).at(-1))).status).toBe(204);
  });

  it('are not told to another customer', async () => {
    const { id } = await placeOrder(customer, { product });
    const other = await newCustomer('Mira');
    for (const unknown of [id, newId()]) {
      const answer = await watch(other, unknown);
      expect(answer.status).toBe(404);
      expect(JSON.parse(answer.text)).toMatchObject({ code: 'order.not-found' });
    }
    expect((await watch({ api: await admin() }, id)).status).toBe(200);
  });
});
