import { newId } from '@tradewind/kernel';
import { JwtService } from '@nestjs/jwt';
import { generateKeyPairSync } from 'node:crypto';
import { Api, anonymous } from './support/api';
import { urlOf } from './support/environment';
import { ordersOf, placeOrder } from './support/orders';
import { type Customer, admin, newCustomer } from './support/people';
import { expectProblem, sameFor } from './support/problem';
import { newProduct, stockOf } from './support/shop';

jest.setTimeout(60_000);

let customer: Customer;
beforeAll(async () => {
  customer = await newCustomer('Yash');
});

describe('without a token that we signed', () => {
  const PROTECTED = ['/users/me', '/orders', '/inventory', '/inventory/prod-001', `/payments/${newId()}`];

  it.each(PROTECTED.flatMap((path) => [path, `/api${path}`]))('GET %s is 401 at the gateway', async (path) => {
    await anonymous().get(path).expect(401);
    await new Api('not-a-token').get(path).expect(401);
  });

  it.each(['post', 'patch', 'put', 'delete'] as const)('%s of a product is 401', async (method) => {
    const path = method === 'post' ? '/api/products' : '/api/products/prod-001';
    await anonymous()[method](path).expect(401);
  });

  it('is 401 with a token of another key, whether it names our key or its own', async () => {
    for (const keyid of [kidOf(customer), newId()]) {
      await new Api(forged(keyid, customer)).get('/api/users/me').expect(401);
    }
  });

  it('is 401 with a payload that was changed after it was signed', async () => {
    const [head, payload = '', signature] = (customer.api.token ?? '').split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    const changed = Buffer.from(JSON.stringify({ ...claims, role: 'ADMIN' })).toString('base64url');
    await new Api([head, changed, signature].join('.')).get('/api/users').expect(401);
  });

  it.each([
    ['user', '/api/users/me'],
    ['order', '/api/orders'],
    ['inventory', '/api/inventory'],
    ['payment', `/api/payments/${newId()}`],
  ])('the %s service itself refuses too, with a problem', async (service, path) => {
    const direct = (token?: string): Api => new Api(token, urlOf(service));
    expectProblem(await direct().get(path), 401, 'auth.unauthenticated');
    expectProblem(await direct(forged(kidOf(customer), customer)).get(path), 401, 'auth.unauthenticated');
  });

  it('a wrong password and an unknown address are refused in the same words', async () => {
    const attempt = (email: string) => anonymous().post('/api/auth/login', { email, password: 'wrong password' });
    const [wrong, unknown] = [await attempt(customer.email), await attempt(`${newId()}@example.com`)];
    expectProblem(wrong, 401, 'auth.wrong-credentials');
    expect(sameFor(wrong)).toEqual(sameFor(unknown));
  });

  it('the catalog can be read', async () => {
    const { id } = await newProduct();
    await anonymous().get(`/products/${id}`).expect(200);
    await anonymous().get('/api/products').expect(200);
  });
});

describe('a customer', () => {
  it.each([
    ['add a product', (api: Api) => api.post('/api/products', { name: 'Mine', price: 1, category: 'Mine' })],
    ['add stock', (api: Api) => api.post('/api/inventory', { product_id: newId(), product_name: 'x', quantity: 1 })],
    ['list all users', (api: Api) => api.get('/api/users')],
    ['read another user', (api: Api) => api.get(`/api/users/${newId()}`)],
  ])('may not %s', async (_what, attempt) => {
    expectProblem(await attempt(customer.api), 403, 'auth.forbidden');
  });

  it('may change neither price nor stock of a product, and nothing is changed', async () => {
    const product = await newProduct({ stock: 7, price: 12.5 });
    const units = { quantity: 1, reason: 'mine' };
    expectProblem(await customer.api.patch(`/products/${product.id}`, { price: 1 }), 403, 'auth.forbidden');
    expectProblem(await customer.api.delete(`/api/products/${product.id}`), 403, 'auth.forbidden');
    expectProblem(await customer.api.patch(`/api/inventory/${product.id}/reduce`, units), 403, 'auth.forbidden');
    expectProblem(await customer.api.patch(`/api/inventory/${product.id}/restock`, units), 403, 'auth.forbidden');
    expectProblem(await customer.api.get(`/api/inventory/${product.id}/transactions`), 403, 'auth.forbidden');

    expect((await anonymous().get(`/api/products/${product.id}`)).body).toMatchObject({ price: 12.5 });
    expect(await stockOf(product)).toMatchObject({ quantity: 7 });
  });

  it('may not make himself ADMIN', async () => {
    const { api, id } = customer;
    expectProblem(await api.patch(`/api/users/${id}/role`, { role: 'ADMIN' }), 403, 'auth.forbidden');
    expect((await api.get('/api/users/me')).body).toMatchObject({ role: 'CUSTOMER' });
  });

  it('may not see another customer’s list of orders', async () => {
    const other = await newCustomer('Mira');
    expectProblem(await customer.api.get(`/api/orders/user/${other.email}`), 403, 'order.not-yours');
  });

  it('cannot tell another customer’s order, saga and payment from those that do not exist', async () => {
    const other = await newCustomer('Noor');
    const order = await placeOrder(other, { product: await newProduct() });
    const payment = (await other.api.get(`/api/payments/order/${order.id}`).expect(200)).body as { id: string };
    const looks: [(id: string) => string, string][] = [
      [(id) => `/api/orders/${id}`, order.id],
      [(id) => `/api/orders/${id}/saga`, order.id],
      [(id) => `/api/payments/order/${id}`, order.id],
      [(id) => `/api/payments/${id}`, payment.id],
    ];
    for (const [pathOf, theirs] of looks) {
      const [hidden, unknown] = [await customer.api.get(pathOf(theirs)), await customer.api.get(pathOf(newId()))];
      expect(hidden.status).toBe(404);
      expect(sameFor(hidden)).toEqual(sameFor(unknown));
      await other.api.get(pathOf(theirs)).expect(200);
      await (await admin()).get(pathOf(theirs)).expect(200);
    }
    expect(await ordersOf(customer)).toEqual([]);
  });
});

describe('what does not exist', () => {
  it.each([
    ['/api/orders/', 'order.not-found'],
    ['/api/payments/', 'payment.not-found'],
    ['/api/payments/order/', 'payment.not-found'],
  ])('is 404 below %s for an unknown id and for one that is none', async (path, code) => {
    expectProblem(await customer.api.get(`${path}${newId()}`), 404, code);
    expectProblem(await customer.api.get(`${path}not-an-id`), 404, code);
    expectProblem(await customer.api.get(`${path}42`), 404, code);
  });

  it('is 404 for a product, in the catalog and in stock', async () => {
    expectProblem(await anonymous().get(`/api/products/${newId()}`), 404, 'product.not-found');
    expectProblem(await customer.api.get(`/api/inventory/${newId()}`), 404, 'inventory.unknown-product');
  });

  it('is 404 at the gateway for what only the inside of the network may see', async () => {
    for (const path of ['/health/live', '/health/ready', '/metrics', '/api/nothing']) {
      await customer.api.get(path).expect(404);
    }
  });
});

it('the same paths work with and without /api', async () => {
  const product = await newProduct();
  const order = await placeOrder(customer, { product });
  const paths = ['/users/me', '/orders', `/orders/${order.id}`, `/orders/${order.id}/saga`, `/products/${product.id}`];
  for (const path of [...paths, `/inventory/${product.id}`, `/payments/order/${order.id}`, '/auth/jwks']) {
    const [short, long] = [await customer.api.get(path).expect(200), await customer.api.get(`/api${path}`).expect(200)];
    expect(short.body).toEqual(long.body);
  }
});

function kidOf({ api }: Customer): string {
  const [head = ''] = (api.token ?? '').split('.');
  return (JSON.parse(Buffer.from(head, 'base64url').toString()) as { kid: string }).kid;
}

/** As the user service would have issued it, but for the key. */
function forged(keyid: string, { id, email, name }: Customer): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
  const claims = { sub: id, email, name, role: 'ADMIN', jti: newId(), iss: 'tradewind', aud: 'tradewind' };
  return new JwtService({ privateKey: pem }).sign(claims, { algorithm: 'RS256', keyid, expiresIn: '15m' });
}
