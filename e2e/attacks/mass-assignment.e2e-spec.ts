import { newId } from '@tradewind/kernel';
import { ask } from '../support/ask';
import { allOperations, nameOf, type Operation, pathOf, resolved } from '../support/openapi/documents';
import { exampleOf } from '../support/openapi/examples';
import { admin, type Customer, newCustomer } from '../support/people';
import { faultsOf } from '../support/refusal';
import { tables, tablesAtRest } from '../support/tables';

jest.setTimeout(120_000);

/** Properties that are ours to set, and names that mean something to the language. */
const NOT_TAKEN: Readonly<Record<string, unknown>> = {
  ...{ id: newId(), created_at: '2020-01-01T00:00:00.000Z', updated_at: '2020-01-01T00:00:00.000Z', version: 99 },
  ...{ role: 'ADMIN', roles: ['ADMIN'], is_admin: true, password_hash: 'x', email_verified: true, user_id: newId() },
  ...{ status: 'CONFIRMED', status_reason: 'mine', total_amount: 0.01, currency: 'XXX', customer_id: newId() },
  ...{ price: 0.01, unit_price: 0.01, total_price: 0.01, amount: 0.01, refunded_amount: 0, order_number: 'ORD-1' },
  ...{ reserved_qty: 0, available_qty: 1_000, stock_quantity: 1_000, order_id: newId(), provider: 'mine' },
  ...{ prototype: { role: 'ADMIN' }, toString: 'mine', hasOwnProperty: 'mine', 'items[0].unit_price': 0.01 },
  ...{ $where: '1 == 1', 'role.$set': 'ADMIN' },
  ['__proto__']: { role: 'ADMIN' },
  ['constructor']: { prototype: { role: 'ADMIN' } },
};

// Every body that a document names is tried, so that a new one needs no new test.
describe('a property that a body does not take', () => {
  let takingBodies: Operation[];
  let customer: Customer;
  let shop: string;

  beforeAll(async () => {
    takingBodies = (await allOperations()).filter(({ body }) => body);
    customer = await newCustomer('Mallory');
    shop = (await admin()).token!;
  });

  /** Asks for what is allowed, and one thing more. */
  async function refusedFields(operation: Operation, name: string): Promise<readonly string[] | string> {
    const { policy, service, method } = operation;
    const token = { public: undefined, 'signed-in': customer.api.token, admin: shop }[policy];
    // Written by hand, since `__proto__` is no property of an object that JSON.stringify would show.
    const body = `{ ${JSON.stringify(name)}: ${JSON.stringify(NOT_TAKEN[name])}, ${JSON.stringify(exampleOf(operation.body!, operation)).slice(1)}`;
    const answer = await ask(service, pathOf(operation, newId()), { method, token, body: body.replace(/, }$/, ' }') });
    const { code, errors } = JSON.parse(answer.text) as { code: string; errors?: { field: string }[] };
    expect([nameOf(operation), name, faultsOf(answer)]).toEqual([nameOf(operation), name, []]);
    return code === 'request.invalid' ? [...new Set(errors?.map(({ field }) => field))] : `${answer.status} ${code}`;
  }

  it('is refused by its name, and nothing is written', async () => {
    const before = await tablesAtRest();
    for (const operation of takingBodies) {
      const known = Object.keys(resolved(operation.body!, operation).properties ?? {});
      for (const name of Object.keys(NOT_TAKEN).filter((one) => !known.includes(one))) {
        expect([nameOf(operation), name, await refusedFields(operation, name)]).toEqual([
          nameOf(operation),
          name,
          [name],
        ]);
      }
    }
    expect(await tables()).toEqual(before);
  });

  it('is not looked at where no body is taken', async () => {
    const before = await tablesAtRest();
    // What names no object, such as ending one's own sessions, would be done.
    const bodyless = (await allOperations()).filter(
      ({ method, body, path }) => method !== 'GET' && !body && path.includes('{'),
    );
    for (const operation of bodyless) {
      const body = { status: 'CONFIRMED', role: 'ADMIN', id: newId() };
      const answer = await ask(operation.service, pathOf(operation, newId()), {
        method: operation.method,
        token: shop,
        body,
      });
      expect([nameOf(operation), answer.status, faultsOf(answer)]).toEqual([nameOf(operation), 404, []]);
    }
    expect(await tables()).toEqual(before);
  });

  it('is refused in the lines of an order, too', async () => {
    for (const name of ['total_price', 'price', 'discount', 'currency', '__proto__', 'constructor', 'toString']) {
      const body = `{"items":[{"product_id":"prod-001","quantity":1,${JSON.stringify(name)}:1}]}`;
      const answer = await ask('gateway', '/api/orders', { method: 'POST', token: customer.api.token, body });
      expect([answer.status, JSON.parse(answer.text)]).toEqual([
        400,
        expect.objectContaining({ errors: [expect.objectContaining({ field: `items.0.${name}` })] }),
      ]);
    }
  });
});
