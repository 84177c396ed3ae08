import { newId, OrderStatus } from '@tradewind/kernel';
import { FixedClock } from '@tradewind/testing';
import { MemoryAuditLog } from '../../../test/fakes/audit-log.memory';
import { MemoryOrderRepository } from '../../../test/fakes/order.repository.memory';
import { anOrderThatIs } from '../../../test/fakes/orders';
import { memorySagas } from '../../../test/fakes/sagas.memory';
import { placeOrderSaga } from '../sagas/place-order.saga';
import { commitReservationSaga, releaseReservationSaga } from '../sagas/settle-reservation.saga';
import { RecoverReservationHandler } from './recover-reservation.handler';

async function aShop(status?: OrderStatus) {
  const clock = new FixedClock();
  const { sagas, sent } = memorySagas([placeOrderSaga, releaseReservationSaga, commitReservationSaga], clock);
  const [orders, audit] = [new MemoryOrderRepository(), new MemoryAuditLog()];
  const order = status && anOrderThatIs(status);
  if (order) await orders.save(order);
  const orderId = order?.id ?? newId();
  const handler = new RecoverReservationHandler(orders, sagas, audit, clock);
  return {
    orders,
    audit,
    sent,
    order: () => orders.lock(orderId),
    startSaga: () => {
      const state = { orderId, customerId: 'c', lines: [], amount: 1, currency: 'USD', paymentMethod: 'pm' };
      return sagas.start(placeOrderSaga, state);
    },
    isOverdue: () => handler.handle({ orderId, reservedAt: '2026-01-01T12:00:00.000Z' }),
  };
}

describe('goods that are set aside for long', () => {
  it('stay where a saga works on the order', async () => {
    const { startSaga, isOverdue, sent, audit } = await aShop('PENDING');
    await startSaga();
    await isOverdue();
    expect(sent.map(({ type }) => type)).toEqual(['inventory.reserve-stock.v1']);
    expect(audit.entries).toEqual([]);
  });

  it.each([undefined, 'CANCELLED'] as const)(
    'are released when the order is %s, and it is written down',
    async (status) => {
      const { isOverdue, sent, audit } = await aShop(status);
      await isOverdue();
      expect(sent.map(({ type }) => type)).toEqual(['inventory.release-stock.v1']);
      expect(audit.entries).toMatchObject([{ by: 'order', action: 'reservation.release', note: 'its saga is gone' }]);
    },
  );

  it.each(['CONFIRMED', 'SHIPPED', 'DELIVERED'] as const)('are sold when the order is %s', async (status) => {
    const { isOverdue, sent, audit } = await aShop(status);
    await isOverdue();
    expect(sent.map(({ type }) => type)).toEqual(['inventory.commit-stock.v1']);
    expect(audit.entries).toMatchObject([{ action: 'reservation.commit' }]);
  });

  it('are left to the cancellation of a PENDING order that has lost its saga', async () => {
    const { isOverdue, order, sent, audit } = await aShop('PENDING');
    await isOverdue();
    await isOverdue();
    expect(await order()).toMatchObject({ statusReason: 'cancel_requested', wantedCancelReason: 'timed_out' });
    expect(sent).toEqual([]);
    expect(audit.entries).toMatchObject([{ action: 'reservation.cancel-order' }]);
  });
});
