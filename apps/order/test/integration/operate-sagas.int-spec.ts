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
    expect(log).toEqual({ data: { by: ADMIN.email } });
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
    const [all] = await service.query<{ count: string }>('SELECT count(*) FROM saga_instances');
    expect(new Set(seen).size).toBe(Number(all?.count));
    expect(seen).toHaveLength(Number(all?.count));
  });

  it('is for an ADMIN only', async () => {
    await service.anonymous.get('/api/sagas').expect(401);
    await service.as(yash).get('/api/sagas').expect(403);
    await service.as(yash).post(`/api/sagas/${newId()}/retry`).expect(403);
  });

  it('answers 404 for what is no saga, and 400 for a filter that is none', async () => {
    await service.as(ADMIN).get(`/api/sagas/${newId()}`).expect(404);
    await service.as(ADMIN).get('/api/sagas/nothing').expect(404);
    await service.as(ADMIN).post('/api/sagas/nothing/retry').expect(404);
    await service.as(ADMIN).get('/api/sagas?status=LOST').expect(400);
  });
});
