import { inventory } from '@tradewind/contracts';
import { newId } from '@tradewind/kernel';
import { DeadLetters } from '@tradewind/messaging';
import { eventually } from '@tradewind/testing';
import { SLOW_STOCK } from './participants';
import { ADMIN, RunningOrder, runOrder } from './running-order';

jest.setTimeout(20_000);

interface Letter {
  readonly id: string;
  readonly queue: string;
  readonly died_at: string;
}

describe('dead letters', () => {
  let service: RunningOrder;
  const yash = { userId: newId(), email: 'yash@example.com', name: 'Yash' };
  const REPLIES = '/api/dead-letters/order.replies';

  beforeAll(async () => {
    service = await runOrder({ takeDeadLetters: false });
    service.products.sells(SLOW_STOCK);
  }, 30_000);

  afterEach(async () => {
    for (const { queue } of await counts()) await act(`/api/dead-letters/${queue}/discard`, { all: true }).expect(200);
  });

  afterAll(() => service?.close());

  const admin = () => service.as(ADMIN);
  const act = (path: string, body: object) => admin().post(path).send(body);
  const list = async (query = '') => (await admin().get(`/api/dead-letters${query}`).expect(200)).body;
  const letters = async (query = '') => (await list(query)).items as Letter[];
  const counts = async () => (await list()).queues as { queue: string; count: number }[];
  const audit = async (target: string) =>
    (await admin().get(`/api/audit-log?target=${target}`).expect(200)).body.items as Record<string, unknown>[];

  /** Sends what nobody can handle, and waits until it lies among the dead letters. */
  async function poison(...contents: (string | Buffer)[]): Promise<Letter[]> {
    for (const content of contents) service.others.sendRaw(content);
    return eventually(async () => {
      const found = await letters('?queue=order.replies');
      expect(found).toHaveLength(contents.length);
      return found;
    });
  }

  it('are listed with reason, payload and origin, can be replayed, die again, and are discarded', async () => {
    const [first] = await poison('so{ not json');
    expect(first).toEqual({
      id: expect.stringMatching(/^sha256-[0-9a-f]{32}$/),
      queue: 'order.replies',
      reason: 'not JSON',
      attempts: 1,
      died_at: expect.any(String),
      type: null,
      source: null,
      subject: null,
      correlation_id: null,
      saga_id: null,
      payload: 'so{ not json',
      payload_encoding: 'text',
      truncated: false,
    });
    const which = { id: first!.id };
    const queue = 'order.replies';
    expect(await counts()).toContainEqual({ queue, count: 1 });

    const replayed = await act(`${REPLIES}/replay`, { ...which, note: 'once more' }).expect(200);
    expect(replayed.body).toMatchObject({ queue, action: 'replay', count: 1 });
    const again = await eventually(async () => {
      const [letter] = await letters('?queue=order.replies');
      expect(letter?.died_at).not.toBe(first?.died_at);
      return letter!;
    });
    expect(again).toEqual({ ...first, died_at: expect.any(String) });

    const discarded = await act(`${REPLIES}.dead/discard`, { ...which, note: 'nobody knows it' }).expect(200);
    expect(discarded.body).toEqual({ queue, action: 'discard', count: 1, remaining: 0 });
    expect(await letters()).toEqual([]);
    expect((await act(`${REPLIES}/discard`, which).expect(404)).body.code).toBe('dead-letter.not-found');
    expect(await audit(queue)).toMatchObject([
      {
        by: ADMIN.email,
        action: 'dead-letter.discard',
        target: queue,
        note: 'nobody knows it',
        details: { count: 1, ids: [which.id], messages: [{ reason: 'not JSON', payload: 'so{ not json' }] },
        correlation_id: expect.any(String),
      },
      { by: ADMIN.email, action: 'dead-letter.replay', note: 'once more', details: { count: 1, ids: [which.id] } },
    ]);
  });

  it('of other services are here too: a command that kept failing, with its saga, can be given to them again', async () => {
    const items = [{ product_id: SLOW_STOCK, quantity: 1 }];
    const orderId = (await service.as(yash).post('/api/orders').send({ items }).expect(201)).body.id as string;
    const command = await service.others.command(inventory.reserveStock, orderId);
    service.others.giveUp(command, 'not today');
    const [letter] = await eventually(async () => {
      const found = await letters('?queue=inventory.commands');
      expect(found).toHaveLength(1);
      return found;
    });
    expect(letter).toMatchObject({
      id: command.id,
      queue: 'inventory.commands',
      reason: 'not today',
      attempts: 5,
      type: 'inventory.reserve-stock.v1',
      source: '/order',
      subject: orderId,
      correlation_id: command.correlationid,
      saga_id: command.sagaid,
      payload: command.data,
      payload_encoding: 'json',
    });
    await act('/api/dead-letters/inventory.commands/replay', { id: command.id }).expect(200);
    await eventually(() =>
      expect(service.others.commandsAbout(orderId).filter((type) => type === command.type)).toHaveLength(2),
    );
    expect(await letters('?queue=inventory.commands')).toEqual([]);
  });

  it('are replayed and discarded all at once, oldest first, and a second call finds none', async () => {
    const dead = await poison('one', 'two', 'three');
    expect((await letters('?limit=2')).map(({ id }) => id)).toEqual(dead.slice(0, 2).map(({ id }) => id));
    expect((await act(`${REPLIES}/replay`, { all: true }).expect(200)).body).toMatchObject({ count: 3 });
    await eventually(async () => {
      const again = await letters();
      expect(again.map(({ id }) => id).sort()).toEqual(dead.map(({ id }) => id).sort());
      for (const { died_at } of again) expect(dead.map((letter) => letter.died_at)).not.toContain(died_at);
    });
    const entries = (await audit('order.replies')).length;
    const discard = async () => (await act(`${REPLIES}/discard`, { all: true }).expect(200)).body;
    expect(await discard()).toMatchObject({ count: 3, remaining: 0 });
    expect(await discard()).toMatchObject({ count: 0, remaining: 0 });
    expect(await audit('order.replies')).toHaveLength(entries + 1);
  });

  it('may hold anything, and are shown, discarded and kept in the audit log all the same', async () => {
    const endless = '['.repeat(20_000) + ']'.repeat(20_000);
    const unstorable = '{"text":"\\u0000 and \\ud83d"}';
    const dead = await poison(endless, unstorable, Buffer.from([0xff, 0x00]), '', 'x'.repeat(100_000));
    expect(dead).toMatchObject([
      { payload: endless, payload_encoding: 'text' },
      { payload: { text: '\0 and \ud83d' }, payload_encoding: 'json' },
      { payload: '/wA=', payload_encoding: 'base64' },
      { payload: '', payload_encoding: 'text' },
      { payload: 'x'.repeat(65_536), payload_encoding: 'text', truncated: true },
    ]);
    await act(`${REPLIES}/discard`, { all: true }).expect(200);
    const [entry] = await audit('order.replies');
    expect(entry).toMatchObject({
      details: { count: 5, messages: [{}, { payload: { text: '\ufffd and \ufffd' } }, {}, {}, {}] },
    });
  });

  it('are for an ADMIN only', async () => {
    await service.anonymous.get('/api/dead-letters').expect(401);
    await service.anonymous.post(`${REPLIES}/discard`).send({ all: true }).expect(401);
    await service.as(yash).get('/api/dead-letters').expect(403);
    await service.as(yash).post(`${REPLIES}/replay`).send({ all: true }).expect(403);
    await service.as(yash).post(`${REPLIES}/discard`).send({ all: true }).expect(403);
  });

  it('of an unknown queue are 404, and so is what nobody can do with them', async () => {
    const unknown = [
      await admin().get('/api/dead-letters?queue=order.letters').expect(404),
      await act('/api/dead-letters/order.letters/replay', { all: true }).expect(404),
      await act('/api/dead-letters/order.replies.retry/discard', { all: true }).expect(404),
    ];
    for (const { body, headers } of unknown) {
      expect(body.code).toBe('dead-letter.queue-unknown');
      expect(headers['content-type']).toContain('application/problem+json');
    }
    await act(`${REPLIES}/forward`, { all: true }).expect(404);
  });

  it.each([
    ['neither', {}, 'id'],
    ['both', { id: 'm-1', all: true }, 'id'],
    ['not all', { all: false }, 'all'],
    ['no id', { id: null }, 'id'],
    ['an id that is none', { id: 7 }, 'id'],
    ['an endless note', { all: true, note: 'x'.repeat(501) }, 'note'],
    ['what nobody knows', { all: true, queue: 'order.replies' }, 'queue'],
  ])('are left alone when %s is named', async (_, body, field) => {
    const answer = await act(`${REPLIES}/discard`, body).expect(400);
    expect(answer.body).toMatchObject({ code: 'request.invalid' });
    expect(answer.body.errors[0].field).toBe(field);
  });

  it('are left alone when nothing is sent at all', async () => {
    await admin().post(`${REPLIES}/discard`).expect(400);
    await admin().post(`${REPLIES}/discard`).set('content-type', 'application/json').send('null').expect(400);
  });

  it.each(['limit=0', 'limit=101', 'limit=many', 'cursor=x', 'queue='])('are not listed by ?%s', async (query) => {
    const { body } = await admin().get(`/api/dead-letters?${query}`).expect(400);
    expect(body.errors[0].field).toBe(query.split('=')[0]);
  });

  it('cannot be seen while the broker is away: 503', async () => {
    const away = jest.spyOn(service.app.get(DeadLetters), 'list').mockRejectedValueOnce(new Error('no connection'));
    const { body, headers } = await admin().get('/api/dead-letters').expect(503);
    away.mockRestore();
    expect([body.code, headers['retry-after']]).toEqual(['dead-letter.unavailable', '5']);
  });

  it('are described', async () => {
    const { paths } = (await service.anonymous.get('/openapi.json').expect(200)).body;
    expect(paths['/api/dead-letters'].get.responses['200'].description).toContain('no further pages');
    expect(paths['/api/dead-letters/{queue}/replay'].post.responses['200']).toBeDefined();
    expect(paths['/api/dead-letters/{queue}/discard'].post.responses['200']).toBeDefined();
  });
});
