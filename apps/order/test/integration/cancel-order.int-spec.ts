import { inventory, payment } from '@tradewind/contracts';
import { newId } from '@tradewind/kernel';
import { eventually } from '@tradewind/testing';
import { SLOW_PAYMENT, SLOW_STOCK, slowCommits } from './participants';
import { ADMIN, RunningOrder, runOrder } from './running-order';

interface Order {
  readonly id: string;
  readonly status: string;
  readonly status_reason: string | null;
}

jest.setTimeout(20_000);

describe('cancelling an order, and moving it by hand', () => {
  let service: RunningOrder;
  const yash = { userId: newId(), email: 'yash@example.com', name: 'Yash' };

  beforeAll(async () => {
    service = await runOrder();
    for (const product of ['lamp', SLOW_STOCK]) service.products.sells(product);
  }, 30_000);

  afterAll(() => service?.close());

  const place = async (product_id: string, payment_method = 'pm_card_visa') => {
    const items = [{ product_id, quantity: 1 }];
    const answer = await service.as(yash).post('/api/orders').send({ items, payment_method }).expect(201);
    return (answer.body as Order).id;
  };
  const find = async (id: string) => (await service.as(yash).get(`/api/orders/${id}`).expect(200)).body as Order;
  const cancel = (id: string) => service.as(yash).patch(`/api/orders/${id}/cancel`);
  const setStatus = (id: string, status: string) =>
    service.as(ADMIN).patch(`/api/orders/${id}/status`).send({ status });
  const reaches = (id: string, status: string, reason: string | null) =>
    eventually(async () => expect(await find(id)).toMatchObject({ status, status_reason: reason }));
  const sagasOf = async (id: string): Promise<[string, string][]> => {
    const { body } = await service.as(yash).get(`/api/orders/${id}/saga`).expect(200);
    return (body.sagas as { definition: string; status: string }[]).map((s) => [s.definition, s.status]);
  };
  const confirmed = async () => {
    const id = await place('lamp');
    await eventually(async () => expect(await sagasOf(id)).toEqual([['place-order', 'COMPLETED']]));
    return id;
  };

  it('undoes the reservation of an order that waits for its stock', async () => {
    const id = await place(SLOW_STOCK);
    const { body } = await cancel(id).expect(202);
    expect(body).toMatchObject({ status: 'PENDING', status_reason: 'cancel_requested' });
    await reaches(id, 'CANCELLED', 'cancelled_by_customer');
    expect(service.others.commandsAbout(id)).toEqual([inventory.reserveStock.type, inventory.releaseStock.type]);
  });

  it('refunds an order that waits for its payment, and drops the payment that is reported late', async () => {
    const id = await place('lamp', SLOW_PAYMENT);
    const asked = await service.others.command(payment.processPayment, id);
    await cancel(id).expect(202);
    service.others.reply(asked, payment.processPayment.done.type, { payment_id: newId() });
    await reaches(id, 'CANCELLED', 'cancelled_by_customer');
    expect(service.others.commandsAbout(id).slice(2)).toEqual([
      payment.refundPayment.type,
      inventory.releaseStock.type,
    ]);
  });

  it('cancels a CONFIRMED order by a saga of its own: money back, goods back', async () => {
    const id = await confirmed();
    const { body } = await cancel(id).expect(202);
    expect(body).toMatchObject({ status: 'CONFIRMED', status_reason: 'cancel_requested' });
    await reaches(id, 'CANCELLED', 'cancelled_by_customer');
    expect(service.others.commandsAbout(id).slice(3)).toEqual([payment.refundPayment.type, inventory.returnStock.type]);
    expect(await sagasOf(id)).toEqual([
      ['place-order', 'COMPLETED'],
      ['cancel-order', 'COMPLETED'],
    ]);
  });

  it('waits for the commit when it comes between confirm and commit', async () => {
    const id = await place('lamp', SLOW_PAYMENT);
    const asked = await service.others.command(payment.processPayment, id);
    slowCommits.add(id);
    service.others.reply(asked, payment.processPayment.done.type, { payment_id: newId() });
    const commit = await service.others.command(inventory.commitStock, id);
    await cancel(id).expect(202);
    expect(await sagasOf(id)).toEqual([['place-order', 'RUNNING']]);

    service.others.reply(commit, inventory.commitStock.done.type);
    await reaches(id, 'CANCELLED', 'cancelled_by_customer');
    expect(service.others.commandsAbout(id).slice(2)).toEqual([
      inventory.commitStock.type,
      payment.refundPayment.type,
      inventory.returnStock.type,
    ]);
  });

  it('is done once when it is asked for many times at once', async () => {
    const id = await confirmed();
    const answers = await Promise.all(Array.from({ length: 8 }, () => cancel(id)));
    expect(answers.every(({ status }) => status === 202 || status === 200)).toBe(true);
    await reaches(id, 'CANCELLED', 'cancelled_by_customer');
    expect(await sagasOf(id)).toHaveLength(2);
  });

  it('answers 200 when the order is CANCELLED already; DELETE is the same as cancel', async () => {
    const id = await place(SLOW_STOCK);
    await service.as(yash).delete(`/api/orders/${id}`).expect(202);
    await reaches(id, 'CANCELLED', 'cancelled_by_customer');
    await cancel(id).expect(200);
    await service.as(yash).delete(`/api/orders/${id}`).expect(200);
  });

  it('is refused once the order is SHIPPED or DELIVERED', async () => {
    const id = await confirmed();
    expect((await setStatus(id, 'SHIPPED').expect(200)).body.status).toBe('SHIPPED');
    expect((await cancel(id).expect(409)).body.code).toBe('order.transition-refused');
    expect((await setStatus(id, 'DELIVERED').expect(200)).body.status).toBe('DELIVERED');
    await cancel(id).expect(409);
    expect(await sagasOf(id)).toHaveLength(1);
  });

  it('wins or loses against shipping, and never both', async () => {
    const id = await confirmed();
    const [cancelled, shipped] = await Promise.all([cancel(id), setStatus(id, 'SHIPPED')]);
    expect([cancelled.status, shipped.status].sort()).toEqual(cancelled.status === 409 ? [200, 409] : [202, 409]);
    await reaches(
      id,
      ...((cancelled.status === 409 ? ['SHIPPED', null] : ['CANCELLED', 'cancelled_by_customer']) as [
        string,
        string | null,
      ]),
    );
  });

  it('is nobody else’s business', async () => {
    const id = await confirmed();
    const other = service.as({ userId: newId(), email: 'eve@example.com', name: 'Eve' });
    await other.patch(`/api/orders/${id}/cancel`).expect(404);
    await other.delete(`/api/orders/${id}`).expect(404);
    await service.as(yash).patch(`/api/orders/${id}/status`).send({ status: 'SHIPPED' }).expect(403);
    await service.as(yash).patch('/api/orders/nothing/cancel').expect(404);
  });

  it('cannot be moved by hand where only sagas move it', async () => {
    const id = await confirmed();
    await setStatus(id, 'CONFIRMED').expect(409);
    await setStatus(id, 'PENDING').expect(409);
    await setStatus(id, 'DELIVERED').expect(409);
    await setStatus(id, 'LOST').expect(400);
    await setStatus(id, 'CANCELLED').expect(202);
    await reaches(id, 'CANCELLED', 'cancelled_by_shop');
  });
});
