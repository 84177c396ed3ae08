import { newId, Principal } from '@tradewind/kernel';
import { Database } from '@tradewind/persistence';
import { eventually } from '@tradewind/testing';
import type { Response } from 'supertest';
import { IdempotencyKeys } from '../../src/application/ports/idempotency-keys';
import { RunningOrder, runOrder } from './running-order';

jest.setTimeout(20_000);

describe('POST /api/orders with an Idempotency-Key', () => {
  let service: RunningOrder;
  const aCustomer = (): Partial<Principal> => ({ userId: newId(), email: `${newId()}@example.com`, name: 'Yash' });
  const yash = aCustomer();

  beforeAll(async () => {
    service = await runOrder();
    service.products.sells('lamp', 19.99);
  }, 30_000);

  afterAll(() => service?.close());

  const lamp = { product_id: 'lamp', quantity: 1, unit_price: 19.99 };
  const body = { items: [lamp] };
  const order = (key: string, sent: object = body, user = yash) =>
    service.as(user).post('/api/orders').set('idempotency-key', key).send(sent);
  const ordersOf = async (user: Partial<Principal>) => {
    const rows = await service.query<{ id: string }>('SELECT id FROM orders WHERE customer_id = $1', [user.userId]);
    return rows.map(({ id }) => id);
  };
  const keyGrowsOlder = (key: string, interval: string) =>
    service.query('UPDATE idempotency_keys SET created_at = created_at - $2::interval WHERE key = $1', [key, interval]);
  const idOf = (answer: Response) => (answer.body as { id: string }).id;
  const expectReplayOf = (first: Response, answer: Response) => {
    expect(idOf(answer)).toBe(idOf(first));
    expect(answer.headers['location']).toBe(first.headers['location']);
    expect(answer.headers['idempotent-replayed']).toBe('true');
  };

  describe('sent again with the same body', () => {
    it('answers with the same order as it is now, and places no other', async () => {
      const [key, customer] = [newId(), aCustomer()];
      const first = await order(key, body, customer).expect(201);
      expect(first.headers['idempotent-replayed']).toBeUndefined();
      expect(first.body).toMatchObject({ status: 'PENDING' });
      await eventually(async () => {
        const again = await order(key, body, customer).expect(201);
        expectReplayOf(first, again);
        expect(again.body).toMatchObject({ ...first.body, status: 'CONFIRMED', updated_at: expect.any(String) });
      });
      expect(await ordersOf(customer)).toEqual([idOf(first)]);
    });

    it('knows a body by what it says, not by the order in which it says it', async () => {
      const key = newId();
      const first = await order(key, { customer_name: 'Yash', items: [lamp] }).expect(201);
      const reordered = { items: [{ unit_price: 19.99, quantity: 1, product_id: 'lamp' }], customer_name: 'Yash' };
      expectReplayOf(first, await order(key, reordered).expect(201));
    });

    it('waits for the end of the saga when that is preferred', async () => {
      const key = newId();
      const first = await order(key).expect(201);
      const again = await order(key).set('prefer', 'wait=10').expect(201);
      expectReplayOf(first, again);
      expect(again.headers['preference-applied']).toBe('wait=10');
      expect(again.body).toMatchObject({ status: 'CONFIRMED' });
    });

    it('answers while the first request waits for the end of its saga', async () => {
      const [key, customer] = [newId(), aCustomer()];
      const slowly = { items: [lamp], payment_method: 'pm_card_slow' };
      const first = order(key, slowly, customer)
        .set('prefer', 'wait=2')
        .then((answer) => answer);
      await eventually(async () => expect(await ordersOf(customer)).toHaveLength(1));
      const again = await order(key, slowly, customer).expect(201);
      expect(again.body).toMatchObject({ status: 'PENDING' });
      expectReplayOf(await first, again);
    });

    it('needs no product service, and takes no notice of another price', async () => {
      const key = newId();
      service.products.sells('kettle', 30);
      const kettle = { items: [{ product_id: 'kettle', quantity: 1, unit_price: 30 }] };
      const first = await order(key, kettle).expect(201);
      service.products.sells('kettle', 35);
      expectReplayOf(first, await order(key, kettle).expect(201));
      await service.products.whileDown(async () => expectReplayOf(first, await order(key, kettle).expect(201)));
    });
  });

  it('with another body is refused', async () => {
    const [key, customer] = [newId(), aCustomer()];
    const first = await order(key, body, customer).expect(201);
    const other = { items: [{ ...lamp, quantity: 2 }] };
    const answer = await order(key, other, customer).expect(422);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.body).toMatchObject({ code: 'order.idempotency-key-reused', status: 422 });
    expect(await ordersOf(customer)).toEqual([idOf(first)]);
  });

  it('belongs to one customer', async () => {
    const [key, adam, eve] = [newId(), aCustomer(), aCustomer()];
    const [his, hers] = [await order(key, body, adam).expect(201), await order(key, body, eve).expect(201)];
    expect(hers.headers['idempotent-replayed']).toBeUndefined();
    expect([await ordersOf(adam), await ordersOf(eve)]).toEqual([[idOf(his)], [idOf(hers)]]);
    expectReplayOf(his, await order(key, body, adam).expect(201));
  });

  it('places one order when fifty equal requests come at once, on two replicas', async () => {
    const [key, customer] = [newId(), aCustomer()];
    const replica = service.asAt(await service.replica(), customer);
    const send = (n: number) =>
      n % 2 ? order(key, body, customer) : replica.post('/api/orders').set('idempotency-key', key).send(body);
    const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => send(n)));

    const placed = answers.filter(({ status }) => status === 201);
    const refused = answers.filter(({ status }) => status !== 201);
    const [id] = await ordersOf(customer);
    expect(await ordersOf(customer)).toHaveLength(1);
    expect(new Set(placed.map(idOf))).toEqual(new Set([id]));
    expect(placed.filter(({ headers }) => headers['idempotent-replayed'] === undefined)).toHaveLength(1);
    for (const { status, headers, body: problem } of refused) {
      expect([status, problem.code, headers['retry-after']]).toEqual([409, 'order.idempotency-key-in-flight', '1']);
    }
    expect(await service.query('SELECT 1 FROM saga_instances WHERE subject = $1', [id])).toHaveLength(1);
    await order(key, body, customer).expect(201).expect('idempotent-replayed', 'true');
  });

  it('is refused while the first request is being written, and is free again if that comes to nothing', async () => {
    const [key, customer] = [newId(), aCustomer()];
    const request = { customerId: customer.userId!, key, fingerprint: 'of the first' };
    const first = service.app.get(Database).run(async () => {
      await service.app.get(IdempotencyKeys).claim(request);
      const answer = await order(key, body, customer).expect(409);
      expect(answer.headers['retry-after']).toBe('1');
      expect(answer.body).toMatchObject({ code: 'order.idempotency-key-in-flight', status: 409 });
      throw new Error('the first came to nothing');
    });
    await expect(first).rejects.toThrow('the first came to nothing');
    await order(key, body, customer).expect(201);
  });

  describe('of a request that was refused', () => {
    it.each([
      [400, { items: [] }],
      [409, { items: [{ ...lamp, unit_price: 1 }] }],
      [422, { items: [{ product_id: 'unicorn', quantity: 1 }] }],
    ])('%i is free for another', async (status, refused) => {
      const [key, customer] = [newId(), aCustomer()];
      await order(key, refused, customer).expect(status);
      const placed = await order(key, body, customer).expect(201);
      expect(placed.headers['idempotent-replayed']).toBeUndefined();
      expect(await ordersOf(customer)).toEqual([idOf(placed)]);
    });

    it('503 is free for the same', async () => {
      const key = newId();
      const clock = { items: [{ product_id: 'clock', quantity: 1 }] };
      service.products.sells('clock');
      await service.products.whileDown(() => order(key, clock).expect(503).expect('retry-after', '5'));
      const placed = await order(key, clock).expect(201);
      expect(placed.headers['idempotent-replayed']).toBeUndefined();
    });
  });

  describe('that is a day old', () => {
    it('is as good as new', async () => {
      const [key, customer] = [newId(), aCustomer()];
      const first = await order(key, body, customer).expect(201);
      await keyGrowsOlder(key, '23 hours 59 minutes');
      expectReplayOf(first, await order(key, body, customer).expect(201));

      await keyGrowsOlder(key, '1 minute');
      const other = { items: [{ ...lamp, quantity: 2 }] };
      const second = await order(key, other, customer).expect(201);
      expect(second.headers['idempotent-replayed']).toBeUndefined();
      expect((await ordersOf(customer)).sort()).toEqual([idOf(first), idOf(second)].sort());
      expectReplayOf(second, await order(key, other, customer).expect(201));
    });

    it('is removed in batches, also by a service that starts', async () => {
      const keys = [newId(), newId(), newId(), newId()];
      for (const key of keys) await order(key).expect(201);
      const left = () => service.query('SELECT key FROM idempotency_keys WHERE key = ANY($1)', [keys]);
      for (const key of keys.slice(1)) await keyGrowsOlder(key, '24 hours');

      expect(await service.app.get(IdempotencyKeys).removeExpired(2)).toBe(2);
      expect(await left()).toHaveLength(2);
      await service.replica();
      await eventually(async () => expect(await left()).toEqual([{ key: keys[0] }]));
    });
  });

  it.each(['x'.repeat(256), 'naïve', ''])('that is none is refused by name: %j', async (key) => {
    const { body: problem } = await order(key).expect(400);
    expect(problem).toMatchObject({ code: 'request.invalid', errors: [{ field: 'Idempotency-Key' }] });
  });

  it('is described', async () => {
    const { body: document } = await service.anonymous.get('/openapi.json').expect(200);
    const { parameters, responses } = document.paths['/api/orders'].post;
    expect(parameters).toContainEqual(expect.objectContaining({ name: 'Idempotency-Key', in: 'header' }));
    expect(responses['201'].headers).toMatchObject({ Location: {}, 'Idempotent-Replayed': {} });
  });
});
