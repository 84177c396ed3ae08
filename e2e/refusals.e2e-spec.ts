import { newId } from '@tradewind/kernel';
import type { Response } from 'supertest';
import { Api, anonymous } from './support/api';
import { ordersOf } from './support/orders';
import { type Customer, admin, newCustomer } from './support/people';
import { expectProblem, fieldsOf } from './support/problem';
import { type Product, ledgerOf, newProduct, stockOf } from './support/shop';

jest.setTimeout(60_000);

let customer: Customer;
let product: Product;
beforeAll(async () => {
  [customer, product] = [await newCustomer('Yash'), await newProduct({ stock: 9, price: 20 })];
});

/** Whatever was refused here has left nothing behind. */
afterAll(async () => {
  expect(await ordersOf(customer)).toEqual([]);
  expect(await stockOf(product)).toEqual({ quantity: 9, reserved_qty: 0, available_qty: 9 });
  expect(await ledgerOf(product)).toHaveLength(1);
});

describe('an order that makes no sense is refused before it is written', () => {
  const order = (body: object): Promise<Response> => customer.api.post('/api/orders', body).then((answer) => answer);
  const line = (more: object = {}): object => ({ product_id: product.id, quantity: 1, ...more });

  it('422 for a product that nobody sells', async () => {
    expectProblem(await order({ items: [{ product_id: newId(), quantity: 1 }] }), 422, 'order.unknown-product');
    const items = [line(), { product_id: 'no-such-product', quantity: 1 }];
    expect(expectProblem(await order({ items }), 422, 'order.unknown-product').detail).toContain('no-such-product');
  });

  it('422 for a product that is taken out of the catalog', async () => {
    const gone = await newProduct();
    await (await admin()).delete(`/api/products/${gone.id}`).expect(204);
    expectProblem(await order({ items: [{ product_id: gone.id, quantity: 1 }] }), 422, 'order.unknown-product');
  });

  it('409 for another price than the catalog’s, with the current one', async () => {
    const problem = expectProblem(await order({ items: [line({ unit_price: 19.99 })] }), 409, 'order.price-changed');
    expect(problem).toMatchObject({ product_id: product.id, current_price: 20, currency: 'USD' });
  });

  it('400 for another e-mail address than the token’s', async () => {
    const body = { customer_email: 'somebody.else@example.com', items: [line()] };
    expect(fieldsOf(expectProblem(await order(body), 400, 'request.invalid'))).toEqual(['customer_email']);
  });

  it('400 for fields that nobody knows, each by its name', async () => {
    const unknown = await order({ items: [line({ discount: 5 })], coupon: 'FREE' });
    expect(fieldsOf(expectProblem(unknown, 400, 'request.invalid')).sort()).toEqual(['coupon', 'items.0.discount']);
  });

  it.each([
    ['quantity of nothing', 'items.0.quantity', () => ({ items: [line({ quantity: 0 })] })],
    ['half a unit', 'items.0.quantity', () => ({ items: [line({ quantity: 1.5 })] })],
    ['a quantity in words', 'items.0.quantity', () => ({ items: [line({ quantity: '2' })] })],
    ['more units than anybody has', 'items.0.quantity', () => ({ items: [line({ quantity: 1e12 })] })],
    ['a negative price', 'items.0.unit_price', () => ({ items: [line({ unit_price: -1 })] })],
    ['an id that can be none', 'items.0.product_id', () => ({ items: [line({ product_id: '../etc' })] })],
    ['no lines', 'items', () => ({ items: [] })],
    ['lines that are none', 'items', () => ({ items: 'prod-001' })],
    ['nothing at all', 'items', () => ({})],
    ['a name that is a number', 'customer_name', () => ({ items: [line()], customer_name: 7 })],
    ['a payment method that is none', 'payment_method', () => ({ items: [line()], payment_method: 'a b' })],
  ])('400 for %s, naming %s', async (_what, field, body) => {
    expect(fieldsOf(expectProblem(await order(body()), 400, 'request.invalid'))).toContain(field);
  });

  it.each(['{"items":', '', 'nonsense', '[]', 'null'])('400 for the body %j', async (text) => {
    const answer = await customer.api.post('/api/orders', text);
    expect([answer.status, answer.headers['content-type']]).toEqual([
      400,
      expect.stringContaining('application/problem+json'),
    ]);
  });

  it('415 for a body that is no JSON by its own account', async () => {
    const answer = await customer.api.post('/api/orders').type('text/plain').send('items=1');
    expectProblem(answer, 415, 'request.media-type-not-supported');
  });

  it('413 for a body that is far too large', async () => {
    await customer.api.post('/api/orders', { items: [line({ product_name: 'x'.repeat(300 * 1_024) })] }).expect(413);
  });
});

describe('what is taken already', () => {
  it('409 for a second account with the same address, however it is written', async () => {
    const account = { email: customer.email, password: 'another password', name: 'Other' };
    expectProblem(await anonymous().post('/api/auth/register', account), 409, 'user.email-taken');
    const shouted = { ...account, email: account.email.toUpperCase() };
    expectProblem(await anonymous().post('/auth/register', shouted), 409, 'user.email-taken');
    const { email, password } = account;
    await anonymous().post('/api/auth/login', { email, password }).expect(401);
  });

  it('409 for a product id and for a stock item that exist', async () => {
    const shop = await admin();
    const again = { id: product.id, name: 'Again', price: 1, category: 'Instruments' };
    expectProblem(await shop.post('/api/products', again), 409, 'product.already-exists');
    const item = { product_id: product.id, product_name: 'Again', quantity: 1 };
    expectProblem(await shop.post('/api/inventory', item), 409, 'inventory.already-exists');
  });

  it('409 for taking away more units than are available', async () => {
    const units = { quantity: 10, reason: 'broken' };
    const answer = await (await admin()).patch(`/api/inventory/${product.id}/reduce`, units);
    expectProblem(answer, 409, 'inventory.out-of-stock');
  });
});

describe('requests of the wrong shape', () => {
  it.each([
    ['a list of nothing', '/api/orders?limit=0', 'limit'],
    ['a list of too much', '/api/orders?limit=101', 'limit'],
    ['a list of words', '/api/orders?limit=ten', 'limit'],
    ['a page that no list has given out', '/api/orders?cursor=made-up', 'cursor'],
    ['an unknown filter', '/api/orders?color=red', 'color'],
  ])('400 for %s', async (_what, path, field) => {
    expect(fieldsOf(expectProblem(await customer.api.get(path), 400, 'request.invalid'))).toEqual([field]);
  });

  it.each([
    ['an address that is none', { email: 'yash', password: 'long enough', name: 'Yash' }, 'email'],
    ['a password of seven bytes', { email: `${newId()}@example.com`, password: '1234567', name: 'Yash' }, 'password'],
    ['a password of 73 bytes', { email: `${newId()}@example.com`, password: 'x'.repeat(73), name: 'Yash' }, 'password'],
    ['no name', { email: `${newId()}@example.com`, password: 'long enough' }, 'name'],
    ['a role', { email: `${newId()}@example.com`, password: 'long enough', name: 'Yash', role: 'ADMIN' }, 'role'],
  ])('400 for an account with %s', async (_what, account, field) => {
    const answer = await anonymous().post('/api/auth/register', account);
    expect(fieldsOf(expectProblem(answer, 400, 'request.invalid'))).toContain(field);
    await anonymous().post('/api/auth/login', { email: account.email, password: account.password }).expect(notOk);
  });

  it('400 for a product and a stock item of the wrong types, and neither is there afterwards', async () => {
    const shop = await admin();
    const id = newId();
    const wrongProduct = await shop.post('/api/products', { id, name: 'x', price: 'cheap', category: 'Instruments' });
    expect(fieldsOf(expectProblem(wrongProduct, 400, 'request.invalid'))).toContain('price');
    const wrongItem = await shop.post('/api/inventory', { product_id: id, product_name: 'x', quantity: -1 });
    expect(fieldsOf(expectProblem(wrongItem, 400, 'request.invalid'))).toContain('quantity');

    await anonymous().get(`/api/products/${id}`).expect(404);
    await customer.api.get(`/api/inventory/${id}`).expect(404);
  });

  it('400 for a check of no units', async () => {
    const answer = await customer.api.get(`/api/inventory/${product.id}/check?quantity=none`);
    expect(fieldsOf(expectProblem(answer, 400, 'request.invalid'))).toContain('quantity');
  });

  it('an expired or unknown refresh token is 401', async () => {
    const answer = await new Api().post('/api/auth/refresh', { refresh_token: 'made-up' });
    expectProblem(answer, 401, 'auth.refresh-token-invalid');
  });
});

function notOk({ status }: Response): void {
  if (status === 200) throw new Error('The account that was refused can log in.');
}
