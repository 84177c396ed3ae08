import { inventory, payment } from '@tradewind/contracts';
import { newId } from '@tradewind/kernel';
import { eventually } from '@tradewind/testing';
import { slowCommits, SLOW_PAYMENT } from './participants';
import { ADMIN, RunningOrder, runOrder } from './running-order';

jest.setTimeout(20_000);

describe('operating sagas', () => {
  let service: RunningOrder;
  const yash = { userId: newId(), email: 'yash@example.com', name: 'Yash' };

  beforeAll(async () => {
    service = await runOrder();
    service.products.sells('lamp');
  }, 30_000);

  afterAll(() => service?.close());

  const place = async (payment_method = 'pm_card_visa') => {
    const sent = { items: [{ product_id: 'lamp', quantity: 1 }], payment_method };
    return (await service.as(yash).post('/api/orders').send(sent).expect(201)).body.id as string;
  };
  const sagaOf = async (orderId: string) =>
    (await service.as(yash).get(`/api/orders/${orderId}/saga`).expect(200)).body.sagas[0];
  const ended = (orderId: string) => eventually(async () => expect((await sagaOf(orderId)).status).toBe('COMPLETED'));

  /** An order whose commit was sent as often as it may be, and never answered. */
  async function parked(): Promise<{ orderId: string; sagaId: string }> {
    const orderId = await place(SLOW_PAYMENT);
    slowCommits.add(orderId);
    const asked = await service.others.command(payment.processPayment, orderId);
    service.others.reply(asked, payment.processPayment.done.type, { payment_id: newId() });
    await service.others.command(inventory.commitStock, orderId);
    await eventually(async () => expect((await sagaOf(orderId)).steps).toHaveLength(4));
    await service.query(
      "UPDATE saga_instances SET attempts = 10, deadline = now() - interval '1 second' WHERE subject = $1",
      [orderId],
    );
    await eventually(async () => expect((await sagaOf(orderId)).status).toBe('NEEDS_ATTENTION'));
    return { orderId, sagaId: (await sagaOf(orderId)).saga_id as string };
  }

  const reaches = (orderId: string, status: string, reason: string) =>
    eventually(async () => {
      const { body } = await service.as(yash).get(`/api/orders/${orderId}`).expect(200);
      expect(body).toMatchObject({ status, status_reason: reason });
    });
  const auditOf = async (sagaId: string) =>
    (await service.as(ADMIN).get(`/api/audit-log?target=${sagaId}`).expect(200)).body.items as object[];

  it('lists those that wait for a person, and says why', async () => {
    const { orderId, sagaId } = await parked();
    const { body } = await service.as(ADMIN).get('/api/sagas?status=NEEDS_ATTENTION').expect(200);
    expect(body.items).toContainEqual(
      expect.objectContaining({ saga_id: sagaId, order_id: orderId, step: 'commit stock', action: 'do' }),
    );
    const story = (await service.as(ADMIN).get(`/api/sagas/${sagaId}`).expect(200)).body;
    expect(story).toMatchObject({ status: 'NEEDS_ATTENTION', attention: 'no answer after 10 attempts' });
  });

  it('lets a repaired one go on', async () => {
    const { orderId, sagaId } = await parked();
    const { body } = await service.as(ADMIN).post(`/api/sagas/${sagaId}/retry`).expect(202);
    expect(body).toMatchObject({ status: 'RUNNING', attention: null });
    await ended(orderId);
    expect((await service.as(ADMIN).post(`/api/sagas/${sagaId}/retry`).expect(409)).body.code).toBe('saga.not-parked');
    const [log] = await service.query("SELECT data FROM saga_history WHERE saga_id = $1 AND what = 'retried'", [
      sagaId,
    ]);
    expect(log).toEqual({ data: { by: ADMIN.email, note: null } });
  });

  it('sends the same command again when what parked it is over', async () => {
    const { orderId, sagaId } = await parked();
    const asked = await service.others.command(inventory.commitStock, orderId);
    await service.as(ADMIN).post(`/api/sagas/${sagaId}/resume`).send({ note: 'the network is back' }).expect(202);
    await ended(orderId);
    expect(service.others.commandsAbout(orderId).filter((type) => type === asked.type)).toHaveLength(2);
    const { interventions } = await sagaOf(orderId);
    expect(interventions).toMatchObject([{ what: 'resumed', by: ADMIN.email, note: 'the network is back' }]);
  });

  it('undoes one that is under way, once, however often it is asked for', async () => {
    const orderId = await place(SLOW_PAYMENT);
    await service.others.command(payment.processPayment, orderId);
    const { saga_id } = await sagaOf(orderId);
    for (let time = 0; time < 2; time++) {
      await service.as(ADMIN).post(`/api/sagas/${saga_id}/compensate`).expect(202);
    }
    await reaches(orderId, 'CANCELLED', 'cancelled_by_shop');
    expect((await sagaOf(orderId)).status).toBe('COMPENSATED');
    expect(await auditOf(saga_id)).toMatchObject([{ action: 'saga.compensate', by: ADMIN.email }]);
  });

  it('undoes one that is parked past its point of no return by cancelling the order', async () => {
    const { orderId, sagaId } = await parked();
    await service.as(ADMIN).post(`/api/sagas/${sagaId}/compensate`).send({ note: 'stock is lost' }).expect(202);
    await reaches(orderId, 'CANCELLED', 'cancelled_by_shop');
    const { body } = await service.as(yash).get(`/api/orders/${orderId}/saga`).expect(200);
    const sagas = body.sagas as { definition: string; status: string }[];
    expect(sagas.map((saga) => [saga.definition, saga.status])).toEqual([
      ['place-order', 'RESOLVED'],
      ['cancel-order', 'COMPLETED'],
    ]);
  });

  it('ends one whose rest was settled by hand; the order can still be cancelled', async () => {
    const { orderId, sagaId } = await parked();
    await service.as(ADMIN).post(`/api/sagas/${sagaId}/resolve`).send({ note: 'booked by hand' }).expect(202);
    expect(await sagaOf(orderId)).toMatchObject({ status: 'RESOLVED', attention: null });
    expect(await auditOf(sagaId)).toMatchObject([
      {
        by: ADMIN.email,
        action: 'saga.resolve',
        note: 'booked by hand',
        details: { before: 'NEEDS_ATTENTION', after: 'RESOLVED', step: 'commit stock', order_id: orderId },
      },
    ]);
    await service.as(yash).patch(`/api/orders/${orderId}/cancel`).expect(202);
    await reaches(orderId, 'CANCELLED', 'cancelled_by_customer');
  });

  it('refuses what the state of a saga does not allow, and changes nothing', async () => {
    const orderId = await place();
    await ended(orderId);
    const { saga_id } = await sagaOf(orderId);
    const refused = async (action: string) =>
      (await service.as(ADMIN).post(`/api/sagas/${saga_id}/${action}`).expect(409)).body.code as string;
    expect(await refused('retry')).toBe('saga.not-parked');
    expect(await refused('resume')).toBe('saga.not-parked');
    expect(await refused('resolve')).toBe('saga.not-parked');
    expect(await refused('compensate')).toBe('saga.cannot-be-undone');
    await service.as(ADMIN).post(`/api/sagas/${saga_id}/forget`).expect(404);
    await service.as(ADMIN).post(`/api/sagas/${saga_id}/retry`).send({ why: 'x' }).expect(400);
    expect(await auditOf(saga_id)).toEqual([]);
  });

  it('finds sagas by step and age, and acts on all that a filter finds', async () => {
    const found = [await parked(), await parked()];
    const old = found[0]!;
    await service.query("UPDATE saga_instances SET started_at = started_at - interval '2 hours' WHERE id = $1", [
      old.sagaId,
    ]);
    const list = async (query: string) =>
      ((await service.as(ADMIN).get(`/api/sagas?${query}`).expect(200)).body.items as { saga_id: string }[]).map(
        (saga) => saga.saga_id,
      );
    const filter = { status: 'NEEDS_ATTENTION', step: 'commit stock', older_than: '1h' };
    expect(await list(new URLSearchParams(filter).toString())).toEqual([old.sagaId]);
    expect(await list('status=NEEDS_ATTENTION&step=reserve%20stock')).toEqual([]);

    const retry = (body: object) => service.as(ADMIN).post('/api/sagas/retry').send(body);
    expect((await retry({ step: 'commit stock', older_than: '1h' }).expect(202)).body).toEqual({
      changed: 1,
      items: [{ saga_id: old.sagaId, order_id: old.orderId, outcome: 'changed', code: null }],
      more: false,
    });
    await ended(old.orderId);

    const rest = (await retry({ all: true, note: 'all of them' }).expect(202)).body;
    expect(rest.changed).toBeGreaterThanOrEqual(1);
    await ended(found[1]!.orderId);
    expect(await auditOf(found[1]!.sagaId)).toMatchObject([{ action: 'saga.retry', note: 'all of them' }]);
    expect((await retry({}).expect(400)).body.errors[0].field).toBe('all');
    expect((await retry({ older_than: 'long' }).expect(400)).body.errors[0].field).toBe('older_than');
  });

  it('goes on by itself when the answer comes after all', async () => {
    const { orderId } = await parked();
    const asked = await service.others.command(inventory.commitStock, orderId);
    service.others.reply(asked, inventory.commitStock.done.type);
    await ended(orderId);
  });

  it('pages through all of them, newest first', async () => {
    for (let index = 0; index < 5; index++) await ended(await place());
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const page = (await service.as(ADMIN).get(`/api/sagas?definition=place-order&limit=2${cursor}`).expect(200)).body;
      seen.push(...(page.items as { saga_id: string }[]).map((saga) => saga.saga_id));
      if (page.next_cursor === null) break;
      cursor = `&cursor=${page.next_cursor}`;
    }
    const [all] = await service.query<{ count: string }>(
      "SELECT count(*) FROM saga_instances WHERE definition = 'place-order'",
    );
    expect(new Set(seen).size).toBe(Number(all?.count));
    expect(seen).toHaveLength(Number(all?.count));
  });

  it('is for an ADMIN only', async () => {
    await service.anonymous.get('/api/sagas').expect(401);
    await service.as(yash).get('/api/sagas').expect(403);
    await service.as(yash).post(`/api/sagas/${newId()}/retry`).expect(403);
    await service.as(yash).post('/api/sagas/retry').send({ all: true }).expect(403);
    await service.as(yash).get('/api/audit-log').expect(403);
  });

  it('answers 404 for what is no saga, and 400 for a filter that is none', async () => {
    await service.as(ADMIN).get(`/api/sagas/${newId()}`).expect(404);
    await service.as(ADMIN).get('/api/sagas/nothing').expect(404);
    await service.as(ADMIN).post('/api/sagas/nothing/retry').expect(404);
    await service.as(ADMIN).get('/api/sagas?status=LOST').expect(400);
  });
});
