import { inventory } from '@tradewind/contracts';
import { continueTrace, newId } from '@tradewind/kernel';
import { eventually } from '@tradewind/testing';
import { SLOW_PAYMENT } from './participants';
import { ADMIN, RunningOrder, runOrder } from './running-order';

jest.setTimeout(20_000);

describe('goods that are set aside for long', () => {
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
  const tellOverdue = (orderId: string) => {
    const type = inventory.reservationOverdue.type;
    const id = newId();
    const envelope = { specversion: '1.0', id, type, source: '/inventory', subject: orderId, correlationid: id };
    const data = { order_id: orderId, reserved_at: '2026-01-01T12:00:00.000Z' };
    service.others.publish('events', type, { ...envelope, traceparent: continueTrace(), data });
  };
  const auditOf = async (orderId: string) =>
    (await service.as(ADMIN).get(`/api/audit-log?target=${orderId}`).expect(200)).body.items as object[];

  it('are released when nobody knows the order, and it is reported', async () => {
    const orderId = newId();
    tellOverdue(orderId);
    await service.others.command(inventory.releaseStock, orderId);
    expect(await auditOf(orderId)).toMatchObject([{ by: 'order', action: 'reservation.release' }]);
    const { body } = await service.as(ADMIN).get('/api/sagas?definition=release-reservation').expect(200);
    expect(body.items).toMatchObject([{ order_id: orderId }]);
  });

  it('stay while a saga works on the order, and go with the order when its saga is gone', async () => {
    const orderId = await place(SLOW_PAYMENT);
    tellOverdue(orderId);
    await eventually(async () => {
      const rows = await service.query("SELECT 1 FROM inbox_messages WHERE consumer = 'order.events'");
      expect(rows).toHaveLength(2);
    });
    expect(service.others.commandsAbout(orderId)).not.toContain(inventory.releaseStock.type);

    await service.query('DELETE FROM saga_instances WHERE subject = $1', [orderId]);
    tellOverdue(orderId);
    await eventually(async () => {
      const { body } = await service.as(yash).get(`/api/orders/${orderId}`).expect(200);
      expect(body).toMatchObject({ status: 'CANCELLED', status_reason: 'timed_out' });
    });
    expect(service.others.commandsAbout(orderId)).toContain(inventory.returnStock.type);
  });

  it('are released for what is no order id, too', async () => {
    tellOverdue('nonsense');
    await service.others.command(inventory.releaseStock, 'nonsense');
  });
});
