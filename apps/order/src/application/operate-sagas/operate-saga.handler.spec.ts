import { payment } from '@tradewind/contracts';
import { newId, OrderStatus } from '@tradewind/kernel';
import { Answer, SagaAction } from '@tradewind/saga';
import { FixedClock } from '@tradewind/testing';
import { MemoryAuditLog } from '../../../test/fakes/audit-log.memory';
import { MemoryOrderRepository } from '../../../test/fakes/order.repository.memory';
import { anOrderThatIs } from '../../../test/fakes/orders';
import { memorySagas } from '../../../test/fakes/sagas.memory';
import { OrderTransitionRefused } from '../../domain/order.errors';
import { cancelOrderSaga } from '../sagas/cancel-order.saga';
import { placeOrderSaga, PlaceOrderState } from '../sagas/place-order.saga';
import { OperateSagaHandler } from './operate-saga.handler';
import { SagaActionRefused, SagaNotFound } from './operate-sagas.errors';

const BY = 'admin@tradewind.test';

/** An order whose saga can be led to where a test needs it. */
async function aSaga(status: OrderStatus = 'PENDING') {
  const clock = new FixedClock();
  const { sagas, store, sent } = memorySagas([placeOrderSaga, cancelOrderSaga], clock);
  const [orders, audit] = [new MemoryOrderRepository(), new MemoryAuditLog()];
  const order = anOrderThatIs(status);
  await orders.save(order);
  const state = { orderId: order.id, customerId: 'c-1', lines: [], amount: 1, currency: 'USD', paymentMethod: 'pm' };
  const sagaId = await sagas.start<PlaceOrderState>(placeOrderSaga, state);
  const handler = new OperateSagaHandler(sagas, orders, audit, clock);
  const saga = () => store.all.find(({ id }) => id === sagaId)!;
  const answer = (outcome: Partial<Answer> = {}) =>
    sagas.answer(sagaId, { commandId: sent.at(-1)!.id, type: 'x', outcome: 'done', data: {}, ...outcome } as Answer);
  return {
    audit,
    sent,
    saga,
    answer,
    order: async () => (await orders.lock(order.id))!,
    operate: (action: SagaAction, id = sagaId) => handler.handle({ sagaId: id, action, by: BY, note: 'as agreed' }),
    /** Refused while it undoes. */
    async park() {
      await answer();
      await sagas.cancel(order.id, 'cancelled_by_customer');
      await answer({ outcome: 'refused', refusal: { code: payment.refundPayment.refused.codes[0]!, detail: 'no' } });
    },
    /** Refused past its point of no return. */
    async parkPastThePivot() {
      await store.update({ ...saga(), step: 'commit stock', status: 'NEEDS_ATTENTION', deadline: null });
    },
  };
}

describe('operating a saga', () => {
  it.each(['retry', 'resume'] as const)(
    'has a parked one go on (%s), and writes down who wanted it',
    async (action) => {
      const { audit, park, operate, saga, sent } = await aSaga();
      await park();
      expect(saga().status).toBe('NEEDS_ATTENTION');
      const parkedOn = sent.at(-1)!;

      expect(await operate(action)).toBe(true);

      expect(saga().status).toBe('COMPENSATING');
      expect(sent.at(-1)?.type).toBe(parkedOn.type);
      expect(sent.at(-1)?.id === parkedOn.id).toBe(action === 'resume');
      const details = { definition: 'place-order', before: 'NEEDS_ATTENTION', after: 'COMPENSATING' };
      expect(audit.entries).toMatchObject([
        { by: BY, action: `saga.${action}`, target: saga().id, note: 'as agreed', details },
      ]);
    },
  );

  it('changes nothing and notes nothing when it is asked for twice', async () => {
    const { audit, park, operate } = await aSaga();
    await park();
    await operate('resolve');
    expect(await operate('resolve')).toBe(false);
    expect(audit.entries).toHaveLength(1);
  });

  it('undoes one that is under way, with the reason of the shop', async () => {
    const { answer, operate, saga } = await aSaga();
    await answer();
    expect(await operate('compensate')).toBe(true);
    expect(saga()).toMatchObject({ status: 'COMPENSATING', state: { cancelReason: 'cancelled_by_shop' } });
    expect(await operate('compensate')).toBe(false);
  });

  it('past the point of no return, ends a parked one and has the order cancelled instead', async () => {
    const { audit, parkPastThePivot, operate, saga, order } = await aSaga('CONFIRMED');
    await parkPastThePivot();

    expect(await operate('compensate')).toBe(true);

    expect(saga().status).toBe('RESOLVED');
    expect(await order()).toMatchObject({ statusReason: 'cancel_requested', wantedCancelReason: 'cancelled_by_shop' });
    expect(audit.entries).toMatchObject([{ action: 'saga.compensate', details: { after: 'RESOLVED' } }]);
    expect(await operate('compensate')).toBe(false);
  });

  it('does not undo what was shipped', async () => {
    const { parkPastThePivot, operate, saga } = await aSaga('SHIPPED');
    await parkPastThePivot();
    await expect(operate('compensate')).rejects.toThrow(OrderTransitionRefused);
    expect(saga().status).toBe('NEEDS_ATTENTION');
  });

  it('resolves only what waits for a person, and knows no saga that is not there', async () => {
    const { operate } = await aSaga();
    await expect(operate('resolve')).rejects.toThrow(SagaActionRefused);
    await expect(operate('retry', newId())).rejects.toThrow(SagaNotFound);
    await expect(operate('retry', 'nothing')).rejects.toThrow(SagaNotFound);
  });
});
