import { inventory, payment } from '@tradewind/contracts';
import { newId, Principal } from '@tradewind/kernel';
import { EventStream, eventually, ReceivedEvent } from '@tradewind/testing';
import { OpenStreams } from '../../src/presentation/http/open-streams';
import { DECLINED, SLOW_PAYMENT } from './participants';
import { ADMIN, RunningOrder, runOrder } from './running-order';

jest.setTimeout(20_000);

describe('GET /api/orders/{id}/events', () => {
  let service: RunningOrder;
  const streams: EventStream[] = [];
  const yash: Partial<Principal> = { userId: newId(), email: 'yash@example.com', name: 'Yash' };

  beforeAll(async () => {
    service = await runOrder();
    service.products.sells('lamp');
  }, 30_000);

  afterAll(() => service?.close());
  afterEach(() => streams.splice(0).forEach((stream) => stream.close()));

  const place = async (payment_method = 'pm_card_visa', prefer = 'wait=0') => {
    const sent = { items: [{ product_id: 'lamp', quantity: 1 }], payment_method };
    const answer = await service.as(yash).post('/api/orders').set('prefer', prefer).send(sent).expect(201);
    return answer.body.id as string;
  };
  const settled = (payment_method?: string) => place(payment_method, 'wait=10');
  const watch: RunningOrder['watch'] = async (...args) => {
    const stream = await service.watch(...args);
    streams.push(stream);
    return stream;
  };
  const pay = async (orderId: string) => {
    const asked = await service.others.command(payment.processPayment, orderId);
    service.others.reply(asked, payment.processPayment.done.type, { payment_id: newId() });
  };
  const hears = (stream: EventStream, what: string) => eventually(() => expect(story(stream)).toContain(what));

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

  describe('tells', () => {
    it('each step of an order as it is taken, and the order when its status changes', async () => {
      const id = await place(SLOW_PAYMENT);
      const stream = await watch(id, yash);
      expect(stream.status).toBe(200);
      expect(stream.headers).toMatchObject({
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
        'x-correlation-id': expect.any(String),
      });
      await hears(stream, 'do process payment: sent');
      expect(story(stream)[0]).toBe('PENDING');
      await pay(id);
      await hears(stream, 'do commit stock: ended');

      expect(stepsOf(stream)).toEqual(CONFIRMED);
      expect(statusesOf(stream)).toEqual(['PENDING', 'CONFIRMED']);
      expect(idsOf(stream)).toEqual([...idsOf(stream)].sort((a, b) => Number(a) - Number(b)));
      expect(stream.events.find(({ event }) => event === 'order')).toEqual({
        event: 'order',
        data: {
          ...(await service.as(yash).get(`/api/orders/${id}`)).body,
          status: 'PENDING',
          updated_at: expect.any(String),
        },
      });
    });

    it('what has happened before, without what the replies carried', async () => {
      const id = await settled();
      const stream = await watch(id, yash);
      await hears(stream, 'do commit stock: ended');
      const paid = stream.events.find(({ data }) => data['message'] === 'payment.payment-processed.v1');
      expect(paid).toEqual({
        event: 'step',
        id: expect.stringMatching(/^\d+$/),
        data: {
          saga_id: expect.any(String),
          saga: 'place-order',
          action: 'do',
          step: 'process payment',
          what: 'done',
          message: 'payment.payment-processed.v1',
          at: expect.any(String),
          code: null,
          detail: null,
        },
      });
    });

    it('why an order is refused, how it is undone, and that it is over', async () => {
      const id = await settled(DECLINED);
      const stream = await watch(id, yash);
      expect(await stream.ended).toBe('complete');
      expect(story(stream)).toEqual([
        'CANCELLED payment_declined',
        'do open order: started',
        'do reserve stock: sent',
        'do reserve stock: done',
        'do process payment: sent',
        'do process payment: refused',
        'undo reserve stock: sent',
        'undo reserve stock: done',
        'undo open order: sent',
        'undo open order: done',
        'undo open order: ended',
        'end',
      ]);
      const refused = stream.events.find(({ data }) => data['what'] === 'refused');
      expect(refused?.data).toMatchObject({ code: 'payment.declined', detail: 'as the script says' });
      expect(stream.events.at(-2)?.data).toMatchObject({ what: 'ended', detail: 'COMPENSATED' });
    });

    it('of a cancel after all, which is a second saga, until it is over', async () => {
      const id = await settled();
      const stream = await watch(id, yash);
      await service.as(yash).patch(`/api/orders/${id}/cancel`).expect(202);
      expect(await stream.ended).toBe('complete');
      expect(statusesOf(stream).at(-1)).toBe('CANCELLED cancelled_by_customer');
      expect(stepsOf(stream).slice(0, CONFIRMED.length)).toEqual(CONFIRMED);
      expect(stream.events.filter(({ data }) => data['saga'] === 'cancel-order')).not.toHaveLength(0);
      expect(stream.events.at(-1)).toEqual({ event: 'end', data: {} });
    });

    it('that a confirmed order is shipped and delivered, and is over then', async () => {
      const id = await settled();
      const stream = await watch(id, yash);
      for (const status of ['SHIPPED', 'DELIVERED']) {
        await service.as(ADMIN).patch(`/api/orders/${id}/status`).send({ status }).expect(200);
        await eventually(() => expect(statusesOf(stream)).toContain(status));
      }
      expect(await stream.ended).toBe('complete');
      expect(statusesOf(stream)).toEqual(['CONFIRMED', 'SHIPPED', 'DELIVERED']);
    });

    it('nothing of an answer that comes too late', async () => {
      const id = await settled();
      const asked = await service.others.command(inventory.reserveStock, id);
      service.others.reply(asked, inventory.reserveStock.done.type);
      const ignored = () =>
        service.query("SELECT 1 FROM saga_history WHERE what = 'ignored' AND command_id = $1", [asked.id]);
      await eventually(async () => expect(await ignored()).toHaveLength(1));
      const stream = await watch(id, yash);
      await hears(stream, 'do commit stock: ended');
      expect(stepsOf(stream)).toEqual(CONFIRMED);
    });

    it('the same to everybody who watches, an ADMIN too', async () => {
      const id = await place(SLOW_PAYMENT);
      const watchers = [await watch(id, yash), await watch(id, yash), await watch(id, ADMIN)];
      await pay(id);
      for (const stream of watchers) {
        await hears(stream, 'do commit stock: ended');
        expect(stepsOf(stream)).toEqual(CONFIRMED);
        expect(stream.events.filter(isStep)).toEqual(watchers[0]!.events.filter(isStep));
      }
    });

    it('what happens in another replica', async () => {
      const replica = await service.replica();
      const orders = await Promise.all(Array.from({ length: 4 }, () => place(SLOW_PAYMENT)));
      for (const id of orders) {
        const [here, there] = [await watch(id, yash), await watch(id, yash, { at: replica })];
        await pay(id);
        for (const stream of [here, there]) {
          await hears(stream, 'do commit stock: ended');
          expect(stepsOf(stream)).toEqual(CONFIRMED);
        }
      }
    });
  });

  describe('with Last-Event-ID', () => {
    it('tells the rest after any step: nothing twice, nothing missed', async () => {
      const id = await settled(DECLINED);
      const whole = await watch(id, yash);
      await whole.ended;
      const ids = idsOf(whole);
      for (const [index, after] of ids.slice(0, -1).entries()) {
        const rest = await watch(id, yash, { after });
        expect(await rest.ended).toBe('complete');
        expect(idsOf(rest)).toEqual(ids.slice(index + 1));
        expect(statusesOf(rest)).toEqual(['CANCELLED payment_declined']);
        expect(rest.events.at(-1)?.event).toBe('end');
      }
    });

    it('goes on where a lost stream was, while the order goes on', async () => {
      const id = await place(SLOW_PAYMENT);
      const first = await watch(id, yash);
      await hears(first, 'do process payment: sent');
      first.close();
      await pay(id);
      const second = await watch(id, yash, { after: idsOf(first).at(-1)! });
      await hears(second, 'do commit stock: ended');
      expect([...stepsOf(first), ...stepsOf(second)]).toEqual(CONFIRMED);
    });

    it('is 204 when everything is over and known', async () => {
      const id = await settled(DECLINED);
      const whole = await watch(id, yash);
      await whole.ended;
      const again = await watch(id, yash, { after: idsOf(whole).at(-1)! });
      expect([again.status, again.text]).toEqual([204, '']);
    });

    it('stays open for an order that will be shipped', async () => {
      const id = await settled();
      const whole = await watch(id, yash);
      await hears(whole, 'do commit stock: ended');
      const again = await watch(id, yash, { after: idsOf(whole).at(-1)! });
      expect(again.status).toBe(200);
      await eventually(() => expect(story(again)).toEqual(['CONFIRMED']));
    });

    it.each(['-1', 'x', '1.5', '1234567890123456'])('%s is refused by name', async (after) => {
      const stream = await watch(await settled(), yash, { after });
      expect(stream.status).toBe(400);
      expect(stream.headers['content-type']).toContain('application/problem+json');
      expect(JSON.parse(stream.text)).toMatchObject({
        code: 'request.invalid',
        errors: [{ field: 'last-event-id' }],
      });
    });
  });

  describe('is not opened', () => {
    it("for another customer's order, nor for one that does not exist", async () => {
      const id = await settled();
      const eve = { userId: newId(), email: 'eve@example.com' };
      for (const stream of [await watch(id, eve), await watch(newId(), yash), await watch('no-id', yash)]) {
        expect(stream.status).toBe(404);
        expect(stream.headers['content-type']).toContain('application/problem+json');
        expect(JSON.parse(stream.text)).toMatchObject({ code: 'order.not-found', status: 404 });
      }
    });

    it('without a token', async () => {
      await service.anonymous.get(`/api/orders/${await settled()}/events`).expect(401);
    });
  });

  describe('ends', () => {
    it('with the token of its reader', async () => {
      const id = await settled();
      const soon = { ...yash, expiresAt: new Date(Date.now() + 2_000) };
      const stream = await watch(id, soon);
      expect(await stream.ended).toBe('complete');
      expect(story(stream)).not.toContain('end');
      expect(Date.now()).toBeGreaterThanOrEqual(soon.expiresAt.getTime() - 1_000);
    });

    it('when its reader leaves', async () => {
      const open = () => service.app.get(OpenStreams).count;
      await eventually(() => expect(open()).toBe(0));
      const stream = await watch(await settled(), yash);
      expect(open()).toBe(1);
      stream.close();
      await eventually(() => expect(open()).toBe(0));
    });

    it('when the service shuts down, which does not wait for it', async () => {
      const replica = await service.replica();
      const id = await settled();
      const open = await Promise.all([watch(id, yash, { at: replica }), watch(id, ADMIN, { at: replica })]);
      await replica.close();
      expect(await Promise.all(open.map(({ ended }) => ended))).toEqual(['complete', 'complete']);
    });
  });

  it('survives a database that cuts its connections', async () => {
    const id = await place(SLOW_PAYMENT);
    const stream = await watch(id, yash);
    await hears(stream, 'do process payment: sent');
    await service
      .query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()')
      .catch(() => undefined);
    await pay(id);
    await hears(stream, 'do commit stock: ended');
    expect(stepsOf(stream)).toEqual(CONFIRMED);
  });

  it('is described', async () => {
    const { body: document } = await service.anonymous.get('/openapi.json').expect(200);
    const { parameters, responses } = document.paths['/api/orders/{id}/events'].get;
    expect(parameters).toContainEqual(expect.objectContaining({ name: 'Last-Event-ID', in: 'header' }));
    expect(Object.keys(responses['200'].content)).toEqual(['text/event-stream']);
    expect(responses).toMatchObject({ 204: {}, 404: {}, 503: {} });
    expect(document.components.schemas).toMatchObject({ OrderStepDto: {} });
  });
});

const isStep = ({ event }: ReceivedEvent): boolean => event === 'step';

/** A stream in short: `CONFIRMED`, `do reserve stock: sent`, `end`. */
function story({ events }: EventStream): string[] {
  return events.map(({ event, data }) => {
    const { action, step, what, status, status_reason } = data as Record<string, string>;
    if (event === 'step') return `${action} ${step}: ${what}`;
    return event === 'order' ? [status, status_reason].filter(Boolean).join(' ') : event;
  });
}

function stepsOf(stream: EventStream): string[] {
  return story(stream).filter((_, index) => isStep(stream.events[index]!));
}

function statusesOf(stream: EventStream): string[] {
  return story(stream).filter((_, index) => stream.events[index]!.event === 'order');
}

function idsOf({ events }: EventStream): string[] {
  return events.filter(isStep).map(({ id }) => id!);
}
