import { newId, Principal } from '@tradewind/kernel';
import { ADMIN, RunningOrder, runOrder } from './running-order';

jest.setTimeout(20_000);

describe('orders over HTTP', () => {
  let service: RunningOrder;
  const aCustomer = (): Partial<Principal> => ({ userId: newId(), email: `${newId()}@example.com`, name: 'Yash' });
  const yash = aCustomer();

  beforeAll(async () => {
    service = await runOrder();
    service.products.sells('lamp', 19.99);
    service.products.sells('baguette', 2, 'EUR');
  }, 30_000);

  afterAll(() => service?.close());

  const lamp = { product_id: 'lamp', quantity: 1 };
  const post = (body: object, user = yash) => service.as(user).post('/api/orders').send(body);
  const placed = async (user = yash) => (await post({ items: [lamp] }, user).expect(201)).body as { id: string };
  const fieldsOf = (body: { errors: { field: string }[] }) => [...new Set(body.errors.map(({ field }) => field))];
  const written = () =>
    service.query('SELECT (SELECT count(*) FROM orders) AS orders, (SELECT count(*) FROM saga_instances) AS sagas');

  describe('who may', () => {
    const id = newId();
    it.each([
      ['post', '/api/orders'],
      ['get', '/api/orders'],
      ['get', `/api/orders/${id}`],
      ['get', `/api/orders/${id}/saga`],
      ['get', '/api/orders/user/yash@example.com'],
    ] as const)('%s %s needs a token', async (method, path) => {
      const { body, headers } = await service.anonymous[method](path).expect(401);
      expect(headers['www-authenticate']).toBe('Bearer');
      expect(headers['content-type']).toContain('application/problem+json');
      expect(body.code).toBe('auth.unauthenticated');
    });

    it("answers of another customer's order, and of its story, what it answers of none", async () => {
      const mine = await placed();
      const eve = service.as(aCustomer());
      for (const path of ['', '/saga']) {
        const theirs = await eve.get(`/api/orders/${mine.id}${path}`).expect(404);
        const nobodys = await eve.get(`/api/orders/${newId()}${path}`).expect(404);
        const same = ({ code, title, detail }: Record<string, unknown>) => ({ code, title, detail });
        expect(theirs.body.code).toBe('order.not-found');
        expect(same(theirs.body)).toEqual(same(nobodys.body));
      }
    });

    it.each(['not-an-id', '%00', '123', 'x'.repeat(300)])(
      'answers 404 to an id that cannot be one: %s',
      async (bad) => {
        for (const path of ['', '/saga']) {
          const { headers } = await service.as(yash).get(`/api/orders/${bad}${path}`).expect(404);
          expect(headers['content-type']).toContain('application/problem+json');
        }
      },
    );

    it('shows an ADMIN any order', async () => {
      const mine = await placed();
      const { body } = await service.as(ADMIN).get(`/api/orders/${mine.id}`).expect(200);
      expect(body).toMatchObject({ id: mine.id, customer_email: yash.email });
    });
  });

  describe('the shape of a request', () => {
    const items = [lamp];
    it.each<[object, string[]]>([
      [{}, ['items']],
      [{ items: [] }, ['items']],
      [{ items: 'lamp' }, ['items']],
      [{ items: { ...lamp } }, ['items']],
      [{ items: [null] }, ['items', 'items.0']],
      [{ items: ['lamp'] }, ['items', 'items.0']],
      [{ items: [[lamp]] }, ['items']],
      [{ items: [[]] }, ['items']],
      [{ items: Array.from({ length: 101 }, () => lamp) }, ['items']],
      [{ items: [{ product_id: 'lamp' }] }, ['items.0.quantity']],
      [{ items: [{ quantity: 1 }] }, ['items.0.product_id']],
      [{ items: [lamp, { ...lamp, quantity: 0 }] }, ['items.1.quantity']],
      [{ items: [{ ...lamp, quantity: '1' }] }, ['items.0.quantity']],
      [{ items: [{ ...lamp, quantity: 1.5 }] }, ['items.0.quantity']],
      [{ items: [{ ...lamp, quantity: 10_001 }] }, ['items.0.quantity']],
      [{ items: [{ ...lamp, product_id: 'a b' }] }, ['items.0.product_id']],
      [{ items: [{ ...lamp, unit_price: '19.99' }] }, ['items.0.unit_price']],
      [{ items: [{ ...lamp, unit_price: -1 }] }, ['items.0.unit_price']],
      [{ items: [{ ...lamp, total_price: 1 }] }, ['items.0.total_price']],
      [{ items, status: 'CONFIRMED' }, ['status']],
      [{ items, total_amount: 1 }, ['total_amount']],
      [{ items, customer_id: newId() }, ['customer_id']],
      [{ items, customer_email: 'not an address' }, ['customer_email']],
      [{ items, customer_email: 'eve@example.com' }, ['customer_email']],
      [{ items, customer_name: '' }, ['customer_name']],
      [{ items, customer_name: 'a\u0000b' }, ['customer_name']],
      [{ items, customer_name: 'x'.repeat(101) }, ['customer_name']],
      [{ items, payment_method: 'pm card' }, ['payment_method']],
      [{ items, payment_method: 4_242 }, ['payment_method']],
    ])('is refused by name: %j', async (body, fields) => {
      const before = await written();
      const answer = await post(body).expect(400);

      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect(answer.body).toMatchObject({
        type: '/problems/request.invalid',
        title: 'Bad Request',
        status: 400,
        instance: '/api/orders',
        correlation_id: answer.headers['x-correlation-id'],
        trace_id: expect.stringMatching(/^[0-9a-f]{32}$/),
      });
      expect(fieldsOf(answer.body)).toEqual(fields);
      expect(await written()).toEqual(before);
    });

    it.each(['{"items":', '', '[]', 'null', '"lamp"'])('is refused when the body is %j', async (content) => {
      const { body } = await service.as(yash).post('/api/orders').type('json').send(content).expect(400);
      expect(body).toMatchObject({ status: 400, code: expect.stringMatching(/^request\./) });
    });

    it('takes null for what is optional as left out', async () => {
      const { body } = await post({
        items: [{ ...lamp, unit_price: null, product_name: null }],
        customer_name: null,
        customer_email: null,
        payment_method: null,
      }).expect(201);
      expect(body).toMatchObject({ customer_name: yash.name, customer_email: yash.email });
    });

    it('takes the address of the token in any letters, and the name as given', async () => {
      const { body } = await post({
        items: [lamp],
        customer_email: yash.email!.toUpperCase(),
        customer_name: 'Aunt May',
      }).expect(201);
      expect(body).toMatchObject({ customer_email: yash.email, customer_name: 'Aunt May', customer_id: yash.userId });
    });

    it('takes over a correlation id, and makes one up where there is none', async () => {
      const sent = await service.as(yash).get('/api/orders').set('x-correlation-id', 'my-id');
      expect(sent.headers['x-correlation-id']).toBe('my-id');
      expect((await service.as(yash).get('/api/orders')).headers['x-correlation-id']).toMatch(/^[0-9a-f-]{36}$/);
    });
  });

  describe('what the catalog says', () => {
    it('decides the price: one that differs is refused with the current one', async () => {
      const before = await written();
      const { body } = await post({ items: [{ ...lamp, unit_price: 17.5 }] }).expect(409);

      expect(body).toMatchObject({
        type: '/problems/order.price-changed',
        code: 'order.price-changed',
        status: 409,
        product_id: 'lamp',
        current_price: 19.99,
        currency: 'USD',
      });
      expect(await written()).toEqual(before);
    });

    it('goes through at the price that was seen', () => post({ items: [{ ...lamp, unit_price: 19.99 }] }).expect(201));

    it.each([
      ['an unknown product', [lamp, { product_id: 'unicorn', quantity: 1 }], 'order.unknown-product'],
      ['two currencies', [lamp, { product_id: 'baguette', quantity: 1 }], 'order.mixed-currencies'],
    ])('makes no sense of %s', async (_, items, code) => {
      const before = await written();
      const { body } = await post({ items }).expect(422);
      expect(body.code).toBe(code);
      expect(await written()).toEqual(before);
    });

    it('makes no sense of a total that cannot be counted', async () => {
      service.products.sells('planet', 90_000_000_000_000);
      const { body } = await post({ items: [{ product_id: 'planet', quantity: 10_000 }] }).expect(422);
      expect(body.code).toBe('money.malformed');
    });

    it('is not known when the product service does not answer: nothing is ordered', async () => {
      service.products.sells('rocket');
      const before = await written();
      const { body, headers } = await service.products.whileDown(() =>
        post({ items: [{ product_id: 'rocket', quantity: 1 }] }).expect(503),
      );

      expect(Number(headers['retry-after'])).toBeGreaterThan(0);
      expect(headers['content-type']).toContain('application/problem+json');
      expect(body.code).toBe('order.prices-unavailable');
      expect(await written()).toEqual(before);
      await post({ items: [{ product_id: 'rocket', quantity: 1 }] }).expect(201);
    });
  });

  describe('lists', () => {
    it('show a customer their own orders only, page by page, newest first', async () => {
      const customer = aCustomer();
      const ids: string[] = [];
      for (let n = 0; n < 5; n++) ids.unshift((await placed(customer)).id);
      await placed();

      const seen: string[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const query: Record<string, string> = cursor ? { limit: '2', cursor } : { limit: '2' };
        const { body } = await service.as(customer).get('/api/orders').query(query).expect(200);
        const page = body as { items: { id: string }[]; next_cursor: string | null };
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.next_cursor;
      }
      expect(seen).toEqual(ids);
    });

    it('show an ADMIN the orders of everybody', async () => {
      const [first, second] = [await placed(aCustomer()), await placed(aCustomer())];
      const { body } = await service.as(ADMIN).get('/api/orders?limit=100').expect(200);
      const ids = (body.items as { id: string }[]).map(({ id }) => id);
      expect(ids).toEqual(expect.arrayContaining([first.id, second.id]));
    });

    it('by address are for that customer and for an ADMIN', async () => {
      const customer = aCustomer();
      const { id } = await placed(customer);
      const path = `/api/orders/user/${customer.email!.toUpperCase()}`;

      for (const user of [customer, ADMIN]) {
        const { body } = await service.as(user).get(path).expect(200);
        expect((body.items as { id: string }[]).map((order) => order.id)).toEqual([id]);
      }
      const { body } = await service.as(aCustomer()).get(path).expect(403);
      expect(body.code).toBe('order.not-yours');
    });

    it('find the orders of an address that the token wrote in capitals', async () => {
      const customer = { ...aCustomer(), email: `SHOUT-${newId()}@EXAMPLE.COM` };
      const { id } = await placed(customer);
      const { body } = await service.as(ADMIN).get(`/api/orders/user/${customer.email.toLowerCase()}`).expect(200);
      expect((body.items as { id: string }[]).map((order) => order.id)).toEqual([id]);
    });

    const foreign = Buffer.from('2026-01-01T00:00:00.000Z prod-001').toString('base64url');
    it.each(['limit=0', 'limit=101', 'limit=x', 'cursor=nonsense', `cursor=${foreign}`, 'status=PENDING'])(
      'refuse ?%s by name',
      async (query) => {
        for (const path of ['/api/orders', `/api/orders/user/${yash.email}`]) {
          const { body } = await service.as(yash).get(`${path}?${query}`).expect(400);
          expect(fieldsOf(body)).toEqual([query.split('=')[0]]);
        }
      },
    );
  });

  it('is alive and ready, and describes its routes', async () => {
    await service.anonymous.get('/health/live').expect(200);
    await service.anonymous.get('/health/ready').expect(200);
    const { body } = await service.anonymous.get('/openapi.json').expect(200);
    expect(Object.keys(body.paths)).toEqual(expect.arrayContaining(['/api/orders', '/api/orders/{id}/saga']));
    expect(body.components.schemas.PlaceOrderItemDto.properties.unit_price).toMatchObject({ type: 'number' });
  });
});
