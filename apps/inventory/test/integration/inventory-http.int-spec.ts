import { newId } from '@tradewind/kernel';
import { expectSoundBooks, RunningInventory, runInventory } from './running-inventory';

jest.setTimeout(20_000);

describe('the inventory over HTTP', () => {
  let service: RunningInventory;

  beforeAll(async () => {
    service = await runInventory();
  }, 30_000);

  afterAll(() => service?.close());

  const aLamp = () => ({ product_id: newId(), product_name: 'Lamp', quantity: 10 });
  const fieldsOf = (body: { errors: { field: string }[] }) => [...new Set(body.errors.map(({ field }) => field))];

  describe('who may', () => {
    it.each([
      ['get', '/api/inventory'],
      ['post', '/api/inventory'],
      ['get', '/api/inventory/lamp'],
      ['get', '/api/inventory/lamp/check?quantity=1'],
      ['patch', '/api/inventory/lamp/restock'],
      ['patch', '/api/inventory/lamp/reduce'],
      ['get', '/api/inventory/lamp/transactions'],
      ['get', '/api/inventory/orders/o-1/transactions'],
    ] as const)('%s %s needs a token', async (method, path) => {
      const { body, headers } = await service.anonymous[method](path).expect(401);
      expect(headers['www-authenticate']).toBe('Bearer');
      expect(headers['content-type']).toContain('application/problem+json');
      expect(body).toMatchObject({ code: 'auth.unauthenticated', status: 401 });
    });

    it.each([
      ['post', '/api/inventory'],
      ['patch', '/api/inventory/lamp/restock'],
      ['patch', '/api/inventory/lamp/reduce'],
      ['get', '/api/inventory/lamp/transactions'],
    ] as const)('%s %s is not for customers', async (method, path) => {
      const { body } = await service.customer[method](path).send({}).expect(403);
      expect(body).toMatchObject({ code: 'auth.forbidden', type: '/problems/auth.forbidden' });
    });

    it('lets a customer see what there is', async () => {
      const product = await service.stocked(3);
      await service.customer.get(`/api/inventory/${product}`).expect(200);
      await service.customer.get('/api/inventory').expect(200);
    });
  });

  describe('adding a product', () => {
    it('answers the item', async () => {
      const lamp = aLamp();
      const { body } = await service.admin
        .post('/api/inventory')
        .send({ ...lamp, low_stock_threshold: 4 })
        .expect(201);

      expect(body).toEqual({
        product_id: lamp.product_id,
        product_name: 'Lamp',
        quantity: 10,
        reserved_qty: 0,
        available_qty: 10,
        low_stock_threshold: 4,
        updated_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      });
    });

    it('is refused when the product is kept already, and says nothing new', async () => {
      const lamp = aLamp();
      await service.admin.post('/api/inventory').send(lamp).expect(201);

      const { body } = await service.admin
        .post('/api/inventory')
        .send({ ...lamp, quantity: 99 })
        .expect(409);
      expect(body.code).toBe('inventory.already-exists');
      expect((await service.admin.get(`/api/inventory/${lamp.product_id}`)).body.quantity).toBe(10);
    });

    it('lets one of five equal requests at once win', async () => {
      const lamp = aLamp();
      const answers = await Promise.all(
        Array.from({ length: 5 }, () =>
          service.admin
            .post('/api/inventory')
            .send(lamp)
            .then((answer) => answer.status),
        ),
      );
      expect(answers.sort()).toEqual([201, 409, 409, 409, 409]);
      await expectSoundBooks(service);
    });

    it.each([
      [{ quantity: '10' }, ['quantity']],
      [{ quantity: 1.5 }, ['quantity']],
      [{ quantity: -1 }, ['quantity']],
      [{ quantity: 1_000_000_001 }, ['quantity']],
      [{ quantity: null }, ['quantity']],
      [{ product_id: 'a b' }, ['product_id']],
      [{ product_id: 5 }, ['product_id']],
      [{ product_id: 'x'.repeat(65) }, ['product_id']],
      [{ product_id: undefined, product_name: undefined }, ['product_id', 'product_name']],
      [{ product_name: '' }, ['product_name']],
      [{ product_name: ['Lamp'] }, ['product_name']],
      [{ low_stock_threshold: -1 }, ['low_stock_threshold']],
      [{ reserved_qty: 5 }, ['reserved_qty']],
      [{ price: 1, colour: 'red' }, ['price', 'colour']],
    ])('names the fields that are wrong in %j', async (change, fields) => {
      const lamp = { ...aLamp(), ...change };
      const { body, headers } = await service.admin.post('/api/inventory').send(lamp).expect(400);

      expect(headers['content-type']).toContain('application/problem+json');
      expect(body.code).toBe('request.invalid');
      expect(fieldsOf(body).sort()).toEqual(fields.sort());
    });

    it.each([
      ['no JSON', '{"product_id":'],
      ['a list', '[]'],
      ['nothing', ''],
    ])('refuses a body that is %s', async (_, content) => {
      const { body } = await service.admin.post('/api/inventory').type('json').send(content).expect(400);
      expect(body).toMatchObject({ status: 400, correlation_id: expect.any(String) });
    });

    it('refuses a body that is nested without an end', async () => {
      const deep = `{"product_id":"lamp","product_name":${'['.repeat(50_000)}${']'.repeat(50_000)},"quantity":1}`;
      const { body } = await service.admin.post('/api/inventory').type('json').send(deep).expect(400);
      expect(body.code).toBe('request.invalid');
    });

    it('refuses a body of more than 256 KB', async () => {
      const lamp = { ...aLamp(), product_name: 'x'.repeat(257 * 1_024) };
      const { body } = await service.admin.post('/api/inventory').send(lamp).expect(413);
      expect(body.code).toBe('request.too-large');
    });

    it.each(['text', 'form', 'xml'])('refuses a body that is %s', async (type) => {
      const { body } = await service.admin.post('/api/inventory').type(type).send('product_id=lamp').expect(415);
      expect(body.code).toBe('request.media-type-not-supported');
    });

    it('refuses a name with a character that cannot be stored', async () => {
      const { body } = await service.admin
        .post('/api/inventory')
        .send({ ...aLamp(), product_name: 'La\u0000mp' })
        .expect(400);
      expect(fieldsOf(body)).toEqual(['product_name']);
    });
  });

  describe('one product', () => {
    it.each(['unicorn', 'a%20b', 'x'.repeat(200)])('is unknown: %s', async (id) => {
      const { body } = await service.admin.get(`/api/inventory/${id}`).expect(404);
      expect(body.code).toBe('inventory.unknown-product');
    });

    it.each(['%00', '%zz', 'lamp%00'])('is unknown when its id cannot be one: %s', async (id) => {
      const { body, headers } = await service.admin.get(`/api/inventory/${id}`).expect(404);
      expect(headers['content-type']).toContain('application/problem+json');
      expect(body).toMatchObject({
        status: 404,
        correlation_id: headers['x-correlation-id'],
        trace_id: expect.stringMatching(/^[0-9a-f]{32}$/),
      });
    });

    it('is unknown to every other route as well', async () => {
      const move = { quantity: 1, reason: 'test' };
      await service.admin.get('/api/inventory/unicorn/check?quantity=1').expect(404);
      await service.admin.get('/api/inventory/unicorn/transactions').expect(404);
      await service.admin.patch('/api/inventory/unicorn/restock').send(move).expect(404);
      await service.admin.patch('/api/inventory/unicorn/reduce').send(move).expect(404);
    });

    it('says whether so many can be had', async () => {
      const product = await service.stocked(3);
      const check = async (quantity: unknown) =>
        (await service.customer.get(`/api/inventory/${product}/check?quantity=${String(quantity)}`)).body;

      expect(await check(3)).toEqual({ product_id: product, requested_qty: 3, available_qty: 3, available: true });
      expect(await check(4)).toMatchObject({ requested_qty: 4, available: false });
      for (const wrong of [0, -1, 1.5, 'many', '']) expect(fieldsOf(await check(wrong))).toEqual(['quantity']);
      const { body } = await service.customer.get(`/api/inventory/${product}/check`).expect(400);
      expect(fieldsOf(body)).toEqual(['quantity']);
    });
  });

  describe('adjusting by hand', () => {
    it('adds and takes units', async () => {
      const product = await service.stocked(10);
      const restocked = await service.admin
        .patch(`/api/inventory/${product}/restock`)
        .send({ quantity: 5, reason: 'delivery 4711' })
        .expect(200);
      const reduced = await service.admin
        .patch(`/api/inventory/${product}/reduce`)
        .send({ quantity: 15, reason: 'fire' })
        .expect(200);

      expect([restocked.body.quantity, reduced.body.quantity]).toEqual([15, 0]);
    });

    it('refuses to take more than is available, and changes nothing', async () => {
      const product = await service.stocked(10);
      const { body } = await service.admin
        .patch(`/api/inventory/${product}/reduce`)
        .send({ quantity: 11, reason: 'fire' })
        .expect(409);

      expect(body).toMatchObject({
        code: 'inventory.out-of-stock',
        detail: `11 of ${product} are wanted, 10 are available.`,
      });
      expect((await service.admin.get(`/api/inventory/${product}`)).body.quantity).toBe(10);
    });

    it.each([
      [{ quantity: 0, reason: 'x' }, ['quantity']],
      [{ quantity: '5', reason: 'x' }, ['quantity']],
      [{ quantity: 5 }, ['reason']],
      [{ quantity: 5, reason: '' }, ['reason']],
      [{ quantity: 5, reason: 'x', order_id: 'o-1' }, ['order_id']],
    ])('names the fields that are wrong in %j', async (adjustment, fields) => {
      const product = await service.stocked(10);
      for (const way of ['reduce', 'restock']) {
        const { body } = await service.admin.patch(`/api/inventory/${product}/${way}`).send(adjustment).expect(400);
        expect(fieldsOf(body)).toEqual(fields);
      }
    });

    it('refuses more units than can be counted', async () => {
      const product = await service.stocked(1_000_000_000);
      const { body } = await service.admin
        .patch(`/api/inventory/${product}/restock`)
        .send({ quantity: 1, reason: 'one too many' })
        .expect(409);
      expect(body.code).toBe('inventory.too-much-stock');
    });

    it('keeps the books when many adjust at once', async () => {
      const product = await service.stocked(10);
      const adjust = (way: string) =>
        service.admin
          .patch(`/api/inventory/${product}/${way}`)
          .send({ quantity: 1, reason: 'race' })
          .then(({ status }) => status);

      const answers = await Promise.all(
        Array.from({ length: 24 }, (_, n) => adjust(n % 4 === 0 ? 'restock' : 'reduce')),
      );

      const restocked = 6;
      const reduced = answers.filter((status) => status === 200).length - restocked;
      expect(new Set(answers).size).toBeLessThanOrEqual(2);
      const { body } = await service.admin.get(`/api/inventory/${product}`).expect(200);
      expect(body.quantity).toBe(10 + restocked - reduced);
      await expectSoundBooks(service);
    });
  });

  describe('lists', () => {
    /** Follows the cursors from the first page to the last. */
    async function walk<Row>(path: string, limit: number): Promise<Row[]> {
      const seen: Row[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const { body } = await service.admin
          .get(path)
          .query(cursor ? { limit, cursor } : { limit })
          .expect(200);
        const page = body as { items: Row[]; next_cursor: string | null };
        expect(page.items.length).toBeLessThanOrEqual(limit);
        seen.push(...page.items);
        cursor = page.next_cursor;
      }
      return seen;
    }

    it('shows every item once, newest first, over pages that cut equal times', async () => {
      for (let n = 0; n < 7; n++) await service.stocked(1);
      await service.query("UPDATE inventory_items SET created_at = date_trunc('second', created_at)");

      const seen = await walk<{ product_id: string }>('/api/inventory', 3);

      const expected = await service.query<{ product_id: string }>(
        'SELECT product_id FROM inventory_items ORDER BY created_at DESC, product_id DESC',
      );
      expect(seen.map(({ product_id }) => ({ product_id }))).toEqual(expected);
    });

    it('shows the ledger of a product, newest first, which adds up to its numbers', async () => {
      const product = await service.stocked(10);
      for (const quantity of [1, 2, 3]) {
        await service.admin.patch(`/api/inventory/${product}/reduce`).send({ quantity, reason: `loss ${quantity}` });
      }
      const path = `/api/inventory/${product}/transactions`;
      const { body } = await service.admin.get(path).expect(200);

      const items = body.items as { change_qty: number }[];
      expect(items[0]).toEqual({
        id: expect.any(String),
        product_id: product,
        change_qty: -3,
        type: 'OUT',
        reason: 'loss 3',
        order_id: null,
        created_at: expect.any(String),
      });
      const changes = items.map((row) => row.change_qty);
      expect(changes).toEqual([-3, -2, -1, 10]);
      expect(changes.reduce((sum, change) => sum + change)).toBe(4);
      expect(await walk(path, 1)).toEqual(items);
    });

    it.each(['limit=0', 'limit=101', 'limit=ten', 'limit=1.5', 'cursor=nonsense', 'colour=red'])(
      'refuses ?%s by name',
      async (query) => {
        const { body } = await service.admin.get(`/api/inventory?${query}`).expect(400);
        expect(fieldsOf(body)).toEqual([query.split('=')[0]]);
      },
    );

    it('refuses a cursor that another list gave out', async () => {
      const product = await service.stocked(1);
      const foreign = Buffer.from('2026-01-01T00:00:00.000Z prod-001').toString('base64url');
      const { body } = await service.admin.get(`/api/inventory/${product}/transactions?cursor=${foreign}`).expect(400);
      expect(fieldsOf(body)).toEqual(['cursor']);
    });

    it('refuses a cursor with a character that no id has', async () => {
      const forged = Buffer.from('2026-01-01T00:00:00.000Z a\u0000b').toString('base64url');
      const { body } = await service.admin.get(`/api/inventory?cursor=${forged}`).expect(400);
      expect(fieldsOf(body)).toEqual(['cursor']);
    });
  });

  describe('for the people who run it', () => {
    it('is alive and ready', async () => {
      await service.anonymous.get('/health/live').expect(200, { status: 'ok' });
      expect((await service.anonymous.get('/health/ready').expect(200)).body.status).toBe('ok');
    });

    it('describes its routes', async () => {
      const { body } = await service.anonymous.get('/openapi.json').expect(200);
      expect(Object.keys(body.paths)).toEqual(
        expect.arrayContaining(['/api/inventory', '/api/inventory/{product_id}', '/api/inventory/{product_id}/check']),
      );
    });
  });
});
