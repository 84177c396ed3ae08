import { newId } from '@tradewind/kernel';
import { RunningProduct, runProduct } from './running-product';

describe('the catalog over HTTP', () => {
  let service: RunningProduct;

  beforeAll(async () => {
    service = await runProduct();
  }, 30_000);

  afterAll(() => service?.close());

  const aPhone = () => ({ name: 'iPhone 15 Pro', price: 999.99, category: 'Electronics' });
  const fieldsOf = (body: { errors: { field: string }[] }) => [...new Set(body.errors.map(({ field }) => field))];

  async function created(but: object = {}): Promise<string> {
    const { body } = await service.admin
      .post('/api/products')
      .send({ ...aPhone(), ...but })
      .expect(201);
    return body.id as string;
  }

  describe('who may', () => {
    it.each([
      ['post', '/api/products'],
      ['put', '/api/products/prod-001'],
      ['patch', '/api/products/prod-001'],
      ['delete', '/api/products/prod-001'],
      ['post', '/api/categories'],
      ['put', '/api/categories/1'],
      ['delete', '/api/categories/1'],
    ] as const)('%s %s is for admins', async (method, path) => {
      expect((await service.anonymous[method](path).expect(401)).body.code).toBe('auth.unauthenticated');
      expect((await service.customer[method](path).expect(403)).body.code).toBe('auth.forbidden');
    });

    it('shows the catalog to anyone', async () => {
      const id = await created();
      for (const path of ['/api/products', `/api/products/${id}`, '/api/categories']) {
        await service.anonymous.get(path).expect(200);
      }
    });
  });

  describe('creating a product', () => {
    it('answers it, says where it is and at which version', async () => {
      const whole = {
        ...aPhone(),
        id: 'prod-001',
        description: 'Titanium',
        currency: 'EUR',
        tags: ['phone', 'apple'],
        image_url: 'https://images.test/iphone.png',
        published: true,
      };
      const { body, headers } = await service.admin.post('/api/products').send(whole).expect(201);

      expect(headers).toMatchObject({ location: '/api/products/prod-001', etag: '"1"' });
      const aTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as string;
      expect(body).toEqual({ ...whole, stock_quantity: 0, created_at: aTime, updated_at: aTime, version: 1 });
      expect((await service.anonymous.get('/api/products/prod-001')).body).toEqual(body);
    });

    it('needs no more than name, price and category', async () => {
      const { body } = await service.admin.post('/api/products').send(aPhone()).expect(201);
      expect(body).toMatchObject({
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        description: null,
        currency: 'USD',
        tags: [],
        image_url: null,
        published: true,
      });
    });

    it('is refused when the id is taken', async () => {
      const id = await created();
      const { body } = await service.admin
        .post('/api/products')
        .send({ ...aPhone(), id })
        .expect(409);
      expect(body).toMatchObject({ code: 'product.already-exists', type: '/problems/product.already-exists' });
    });

    it('lets one of five products with the same id win', async () => {
      const id = newId();
      const answers = await Promise.all(
        [1, 2, 3, 4, 5].map((price) => service.admin.post('/api/products').send({ ...aPhone(), id, price })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
    });

    it('creates a category once, even for ten products at once', async () => {
      const category = newId();
      const answers = await Promise.all(
        Array.from({ length: 10 }, () => service.admin.post('/api/products').send({ ...aPhone(), category })),
      );
      expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(201));
      expect(await service.database.query('SELECT 1 FROM categories WHERE name = $1', [category])).toHaveLength(1);
      const { body } = await service.anonymous.get('/api/products').query({ category });
      expect(body.items).toHaveLength(10);
    });

    it.each([
      ['name', { name: undefined }],
      ['name', { name: '' }],
      ['name', { name: '   ' }],
      ['name', { name: 'x'.repeat(201) }],
      ['name', { name: 7 }],
      ['name', { name: 'a\0b' }],
      ['description', { description: 'x'.repeat(10_001) }],
      ['price', { price: undefined }],
      ['price', { price: null }],
      ['price', { price: '999.99' }],
      ['price', { price: 0 }],
      ['price', { price: -1 }],
      ['price', { price: 1e15 }],
      ['price', { price: 9.999 }],
      ['price', { price: 0.001 }],
      ['price', { price: 10.5, currency: 'JPY' }],
      ['currency', { currency: 'usd' }],
      ['currency', { currency: 'XYZ' }],
      ['currency', { currency: 5 }],
      ['currency', { currency: null }],
      ['category', { category: undefined }],
      ['category', { category: 'x'.repeat(101) }],
      ['tags', { tags: 'phone' }],
      ['tags', { tags: null }],
      ['tags', { tags: [1] }],
      ['tags', { tags: ['a,b'] }],
      ['tags', { tags: [''] }],
      ['tags', { tags: Array(21).fill('x') }],
      ['image_url', { image_url: 'javascript:alert(1)' }],
      ['image_url', { image_url: 'iphone.png' }],
      ['published', { published: 'yes' }],
      ['id', { id: 'a b' }],
      ['id', { id: 'x'.repeat(65) }],
      ['id', { id: '' }],
      ['id', { id: 7 }],
      ['id', { id: '..' }],
      ['id', { id: 'search' }],
      ['stock_quantity', { stock_quantity: 5 }],
      ['version', { version: 5 }],
    ])('names %s when it is wrong: %j', async (field, wrong) => {
      const { body } = await service.admin
        .post('/api/products')
        .send({ ...aPhone(), ...wrong })
        .expect(400);
      expect(body.code).toBe('request.invalid');
      expect(fieldsOf(body)).toEqual([field]);
    });

    it('names all fields that are wrong at once', async () => {
      const { body } = await service.admin.post('/api/products').send({ price: -1, colour: 'red' }).expect(400);
      expect(fieldsOf(body).sort()).toEqual(['category', 'colour', 'name', 'price']);
    });

    it('takes off the blanks around a name, so that a category has one spelling', async () => {
      const id = await created({ name: ' Lamp ', category: ' Light ', tags: [' warm ', 'warm'] });
      const { body } = await service.anonymous.get(`/api/products/${id}`);
      expect(body).toMatchObject({ name: 'Lamp', category: 'Light', tags: ['warm'] });
    });
  });

  describe('changing a product', () => {
    it('PUT replaces it: what is left out has its default', async () => {
      const id = await created({ description: 'Titanium', tags: ['phone'], currency: 'EUR' });
      const { body, headers } = await service.admin
        .put(`/api/products/${id}`)
        .send({ name: 'iPhone 16', price: 899, category: 'Phones' })
        .expect(200);
      expect(body).toMatchObject({
        id,
        name: 'iPhone 16',
        price: 899,
        currency: 'USD',
        category: 'Phones',
        version: 2,
      });
      expect(body).toMatchObject({ description: null, tags: [] });
      expect(headers.etag).toBe('"2"');
    });

    it('PUT needs a whole product', async () => {
      const id = await created();
      const { body } = await service.admin.put(`/api/products/${id}`).send({ name: 'iPhone 16' }).expect(400);
      expect(fieldsOf(body)).toEqual(['price', 'category']);
    });

    it('PATCH changes what is named', async () => {
      const id = await created({ description: 'Titanium', tags: ['phone'] });
      const before = (await service.anonymous.get(`/api/products/${id}`)).body;
      const { body } = await service.admin.patch(`/api/products/${id}`).send({ price: 899.5 }).expect(200);
      expect(body).toEqual({ ...before, price: 899.5, version: 2, updated_at: body.updated_at });
    });

    it('PATCH clears what may be empty, and refuses to clear the rest', async () => {
      const id = await created({ description: 'Titanium' });
      const { body } = await service.admin.patch(`/api/products/${id}`).send({ description: null }).expect(200);
      expect(body.description).toBeNull();
      for (const field of ['name', 'price', 'currency', 'category', 'tags', 'published']) {
        const refused = await service.admin
          .patch(`/api/products/${id}`)
          .send({ [field]: null })
          .expect(400);
        expect(fieldsOf(refused.body)).toEqual([field]);
      }
    });

    it("PATCH names the price when it has more decimals than the product's currency", async () => {
      const id = await created({ price: 1000, currency: 'JPY' });
      const { body } = await service.admin.patch(`/api/products/${id}`).send({ price: 10.5 }).expect(400);
      expect(fieldsOf(body)).toEqual(['price']);
    });

    it('PATCH does not take a stock quantity or another id', async () => {
      const id = await created();
      const { body } = await service.admin
        .patch(`/api/products/${id}`)
        .send({ stock_quantity: 5, id: 'x' })
        .expect(400);
      expect(fieldsOf(body).sort()).toEqual(['id', 'stock_quantity']);
    });

    it('stays at its version when nothing changes', async () => {
      const id = await created();
      const { headers } = await service.admin.put(`/api/products/${id}`).send(aPhone()).expect(200);
      expect(headers.etag).toBe('"1"');
    });

    it.each(['put', 'patch', 'delete'] as const)(
      '%s with a stale If-Match is 412 and changes nothing',
      async (method) => {
        const id = await created();
        await service.admin.patch(`/api/products/${id}`).set('if-match', '"1"').send({ name: 'iPhone 16' }).expect(200);

        const { body } = await service.admin[method](`/api/products/${id}`)
          .set('if-match', '"1"')
          .send(method === 'delete' ? undefined : aPhone())
          .expect(412);
        expect(body.code).toBe('product.stale');
        expect((await service.anonymous.get(`/api/products/${id}`)).body).toMatchObject({
          name: 'iPhone 16',
          version: 2,
        });
      },
    );

    it('lets one of five who have read the same version win', async () => {
      const id = await created();
      const answers = await Promise.all(
        [1, 2, 3, 4, 5].map((price) =>
          service.admin.patch(`/api/products/${id}`).set('if-match', '"1"').send({ price }),
        ),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412]);
    });

    it.each([
      ['put', 'nothing'],
      ['patch', 'nothing'],
      ['delete', 'nothing'],
      ['patch', 'a%20b'],
      ['patch', '%00'],
    ] as const)('%s of %s is 404', async (method, id) => {
      await service.admin[method](`/api/products/${id}`)
        .send(method === 'delete' ? undefined : aPhone())
        .expect(404);
    });
  });

  describe('finding products', () => {
    it.each(['nothing', 'a%20b', '%00', 'x'.repeat(200)])('%s is 404', async (id) => {
      await service.anonymous.get(`/api/products/${id}`).expect(404);
    });

    it('hides what is not published', async () => {
      const category = newId();
      const id = await created({ category, published: false });
      expect((await service.anonymous.get(`/api/products/${id}`).expect(404)).body.code).toBe('product.not-found');
      expect((await service.anonymous.get('/api/products').query({ category })).body.items).toEqual([]);
      expect((await service.anonymous.get('/api/products').query({ ids: id })).body.items).toEqual([]);

      await service.admin.patch(`/api/products/${id}`).send({ published: true }).expect(200);
      await service.anonymous.get(`/api/products/${id}`).expect(200);
    });

    it('is gone when it is removed', async () => {
      const id = await created();
      await service.admin.delete(`/api/products/${id}`).expect(204);
      await service.anonymous.get(`/api/products/${id}`).expect(404);
      await created({ id });
    });

    it('pages newest first, without gaps or doubles, while others are added', async () => {
      const category = newId();
      const ids: string[] = [];
      for (let n = 0; n < 7; n++) ids.push(await created({ category }));
      // The same time for some, so that the id decides between them.
      await service.database.query(
        "UPDATE products SET created_at = date_trunc('minute', created_at) WHERE id = ANY($1)",
        [ids.slice(0, 4)],
      );
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const query = { category, limit: 2, ...(cursor ? { cursor } : {}) };
        const { body } = await service.anonymous.get('/api/products').query(query).expect(200);
        seen.push(...(body.items as { id: string }[]).map(({ id }) => id));
        cursor = body.next_cursor as string | null;
        await created({ category });
      } while (cursor);
      expect(seen).toHaveLength(7);
      expect(seen.slice(0, 3)).toEqual(ids.slice(4).reverse());
      expect(seen.slice(3)).toEqual(ids.slice(0, 4).sort().reverse());
    });

    it.each([
      ['limit', 'limit=0'],
      ['limit', 'limit=101'],
      ['limit', 'limit=x'],
      ['cursor', 'cursor=x'],
      ['category', 'category=%00'],
      ['ids', `ids=${Array(101).fill('x').join(',')}`],
      ['sort', 'sort=price'],
    ])('names %s when it is wrong: %s', async (field, query) => {
      const { body } = await service.anonymous.get(`/api/products?${query}`).expect(400);
      expect(fieldsOf(body)).toEqual([field]);
    });

    it('finds many at once by their ids, those that there are', async () => {
      const [one, two] = [await created(), await created()];
      const { body } = await service.anonymous
        .get(`/api/products?ids=${one},nothing,${two},${two}, &limit=1`)
        .expect(200);
      expect((body.items as { id: string }[]).map(({ id }) => id).sort()).toEqual([one, two].sort());
      expect(body.next_cursor).toBeNull();
      expect((await service.anonymous.get('/api/products?ids=').expect(200)).body.items).toEqual([]);
    });
  });

  describe('categories', () => {
    it('are listed with their names, newest first', async () => {
      const name = newId();
      const { body: added } = await service.admin.post('/api/categories').send({ name }).expect(201);
      expect(added).toEqual({ id: expect.any(String), name, created_at: expect.any(String) });
      const { body } = await service.anonymous.get('/api/categories?limit=1').expect(200);
      expect(body.items).toEqual([added]);
      expect(body.next_cursor).toEqual(expect.any(String));
      await service.anonymous.get(`/api/categories?cursor=${body.next_cursor}`).expect(200);
    });

    it('have names of their own', async () => {
      const [one, two] = [newId(), newId()];
      await service.admin.post('/api/categories').send({ name: one }).expect(201);
      const { body: other } = await service.admin.post('/api/categories').send({ name: two }).expect(201);

      const { body } = await service.admin.post('/api/categories').send({ name: one }).expect(409);
      expect(body.code).toBe('product.category-already-exists');
      await service.admin.put(`/api/categories/${other.id}`).send({ name: one }).expect(409);
      expect(fieldsOf((await service.admin.post('/api/categories').send({}).expect(400)).body)).toEqual(['name']);
    });

    it('give their products a new name and version', async () => {
      const { body: category } = await service.admin.post('/api/categories').send({ name: newId() }).expect(201);
      const id = await created({ category: category.name });
      const name = newId();

      await service.admin.put(`/api/categories/${category.id}`).send({ name }).expect(200);
      await service.admin.put(`/api/categories/${category.id}`).send({ name }).expect(200);
      expect((await service.anonymous.get(`/api/products/${id}`)).body).toMatchObject({ category: name, version: 2 });
    });

    it('stay while products are in them', async () => {
      const { body: category } = await service.admin.post('/api/categories').send({ name: newId() }).expect(201);
      const id = await created({ category: category.name, published: false });

      const { body } = await service.admin.delete(`/api/categories/${category.id}`).expect(409);
      expect(body.code).toBe('product.category-in-use');
      await service.admin.delete(`/api/products/${id}`).expect(204);
      await service.admin.delete(`/api/categories/${category.id}`).expect(204);
      await service.admin.delete(`/api/categories/${category.id}`).expect(404);
      await service.admin.put(`/api/categories/${category.id}`).send({ name: 'x' }).expect(404);
    });

    it('may be removed and used at once', async () => {
      for (let round = 0; round < 10; round++) {
        const { body: category } = await service.admin.post('/api/categories').send({ name: newId() }).expect(201);
        const [removed, used] = await Promise.all([
          service.admin.delete(`/api/categories/${category.id}`),
          service.admin.post('/api/products').send({ ...aPhone(), category: category.name }),
        ]);
        expect([204, 409]).toContain(removed.status);
        expect(used.status).toBe(201);
      }
    });
  });
});
