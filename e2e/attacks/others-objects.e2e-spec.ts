import { newId } from '@tradewind/kernel';
import type { Received } from '../../gateway/edge/http';
import { ask } from '../support/ask';
import { allOperations, nameOf, type Operation, pathOf } from '../support/openapi/documents';
import { queryOf } from '../support/openapi/examples';
import { orderOf, ordersOf, paymentOf, placeOrder, sagaOf } from '../support/orders';
import { type Customer, newCustomer } from '../support/people';
import { faultsOf, reasonOf } from '../support/refusal';
import { newProduct } from '../support/shop';
import type { OrderBody, PaymentBody, SagaBody } from '../support/wire';

jest.setTimeout(120_000);

let operations: Operation[];
let victim: Customer;
let attacker: Customer;
let order: OrderBody;
let payment: PaymentBody;
let saga: SagaBody & { saga_id: string };

beforeAll(async () => {
  [operations, victim, attacker] = [await allOperations(), await newCustomer('Victim'), await newCustomer('Mallory')];
  order = await placeOrder(victim, { product: await newProduct() });
  payment = await paymentOf(victim, order.id);
  saga = (await sagaOf(victim, order.id)) as typeof saga;
});

/** Nothing was seen, and nothing has changed. */
afterAll(async () => {
  expect(await orderOf(victim, order.id)).toEqual(order);
  expect(await paymentOf(victim, order.id)).toEqual(payment);
  expect(await sagaOf(victim, order.id)).toEqual(saga);
});

/** Everything that can be asked about something by its id. */
const byId = (): Operation[] => operations.filter(({ path, policy }) => path.includes('{') && policy !== 'public');

function tried(operation: Operation, id: string, { api }: Customer): Promise<Received> {
  const body = operation.body && {};
  return ask('gateway', pathOf(operation, id) + queryOf(operation), {
    method: operation.method,
    token: api.token,
    body,
  });
}

/** An answer without the id that it was asked for. */
const outcome = ({ status, text, headers }: Received, id: string): object => ({
  status,
  reason: reasonOf({ status, headers, text: text.replaceAll(id, 'this id') }),
});

// Of every operation that a document names, so that a new one needs no new test.
it('what belongs to another customer is answered like what does not exist, under every path', async () => {
  const theirs = { order: order.id, payment: payment.id, saga: saga.saga_id, user: victim.id, email: victim.email };
  for (const operation of byId()) {
    const nothing = newId();
    const unknown = await tried(operation, nothing, attacker);
    expect([nameOf(operation), [403, 404].includes(unknown.status) || unknown.text]).toEqual([nameOf(operation), true]);
    for (const [kind, id] of Object.entries(theirs)) {
      const hidden = await tried(operation, id, attacker);
      expect([nameOf(operation), kind, outcome(hidden, id)]).toEqual([
        nameOf(operation),
        kind,
        outcome(unknown, nothing),
      ]);
      expect(faultsOf(hidden)).toEqual([]);
    }
  }
});

it('the same is open to its owner, or else nothing was tested', async () => {
  const mine = ['/api/orders/{id}', '/api/orders/{id}/saga', '/api/payments/order/{order_id}'];
  const found = byId().filter(({ method, path }) => method === 'GET' && mine.includes(path));
  expect(found).toHaveLength(mine.length);
  for (const operation of found) expect((await tried(operation, order.id, victim)).status).toBe(200);
  const own = byId().filter(({ path }) => path === '/api/payments/{id}');
  for (const operation of own) expect((await tried(operation, payment.id, victim)).status).toBe(200);
  expect(
    (await ask('gateway', `/api/inventory/orders/${order.id}/transactions`, { token: victim.api.token })).status,
  ).toBe(200);
});

it('404 is what is answered, whatever is to be done with an order', async () => {
  const attempts: [string, string][] = [
    ['GET', ''],
    ['GET', '/saga'],
    ['GET', '/events'],
    ['PATCH', '/cancel'],
    ['DELETE', ''],
  ];
  for (const [method, what] of attempts) {
    for (const whom of ['gateway', 'order']) {
      const answer = await ask(whom, `/api/orders/${order.id}${what}`, { method, token: attacker.api.token });
      expect([method, what, answer.status]).toEqual([method, what, 404]);
    }
  }
});

it('another spelling of an id opens nothing', async () => {
  const spellings = [order.id.toUpperCase(), `${order.id}%20`, `${order.id}%00`, `%7B${order.id}%7D`, `${order.id}/.`];
  for (const spelling of spellings) {
    for (const whom of ['gateway', 'order']) {
      const { status } = await ask(whom, `/api/orders/${spelling}`, { token: attacker.api.token });
      expect([spelling, [400, 404].includes(status) || status]).toEqual([spelling, true]);
    }
  }
});

it('neither a filter nor a foreign cursor shows another customer’s orders in a list', async () => {
  await placeOrder(victim, { product: await newProduct() });
  const page = await ask('gateway', '/api/orders?limit=1', { token: victim.api.token });
  const { next_cursor: cursor } = JSON.parse(page.text) as { next_cursor: string };
  expect(cursor).not.toBeNull();

  const own = await ask('gateway', `/api/orders?cursor=${cursor}`, { token: attacker.api.token });
  expect([own.status, JSON.parse(own.text)]).toEqual([200, { items: [], next_cursor: null }]);
  for (const query of [
    `customer_id=${victim.id}`,
    `email=${victim.email}`,
    `customer_email=${victim.email}`,
    'all=true',
  ]) {
    const answer = await ask('gateway', `/api/orders?${query}`, { token: attacker.api.token });
    expect([query, answer.status]).toEqual([query, 400]);
  }
  expect(await ordersOf(attacker)).toEqual([]);
});

it('the Idempotency-Key of another customer’s order shows nothing of it', async () => {
  const headers = [['Idempotency-Key', newId()]] as const;
  const body = { items: [{ product_id: (await newProduct()).id, quantity: 1 }] };
  const place = ({ api }: Customer) =>
    ask('gateway', '/api/orders', { method: 'POST', token: api.token, headers, body });
  const [theirs, mine] = [await place(victim), await place(attacker)];
  expect([theirs.status, mine.status, mine.headers['idempotent-replayed']]).toEqual([201, 201, undefined]);
  expect(JSON.parse(mine.text)).toMatchObject({ customer_id: attacker.id, customer_email: attacker.email });
});

it('the list of an address is its owner’s, however the address is spelled', async () => {
  const look = (email: string, { api }: Customer) =>
    ask('gateway', `/api/orders/user/${encodeURIComponent(email)}`, { token: api.token });
  for (const email of [
    victim.email,
    victim.email.toUpperCase(),
    ` ${victim.email}`,
    `${victim.email}\u0000`,
    '%',
    '*',
  ]) {
    const { status } = await look(email, attacker);
    expect([email, [400, 403, 404].includes(status) || status]).toEqual([email, true]);
  }
  expect((await look(victim.email, victim)).status).toBe(200);
});
