import { Principal, Role } from '@tradewind/kernel';
import { FixedClock } from '@tradewind/testing';
import { MemoryOrderQueries } from '../../../test/fakes/order.queries.memory';
import { memorySagas } from '../../../test/fakes/sagas.memory';
import { OrderNotFound } from '../../domain/order.errors';
import { placeOrderSaga } from '../sagas/place-order.saga';
import { OrderTimelineQuery } from './order-timeline.query';
import { OrderView } from './order.queries';

const yash: Principal = { userId: 'c-1', email: 'yash@example.com', name: 'Yash', role: Role.Customer };
const order = { id: 'o-1', customerId: 'c-1' } as OrderView;

async function aRunningOrder() {
  const clock = new FixedClock();
  const { sagas, store, sent } = memorySagas([placeOrderSaga], clock);
  const state = { orderId: 'o-1', customerId: 'c-1', lines: [], amount: 1, currency: 'USD', paymentMethod: 'pm' };
  const sagaId = await sagas.start(placeOrderSaga, state);
  clock.advance(250);
  await sagas.answer(sagaId, {
    commandId: sent[0]!.id,
    type: 'inventory.stock-reserved.v1',
    outcome: 'done',
    data: {},
  });
  return new OrderTimelineQuery(new MemoryOrderQueries([order]), store);
}

describe('the timeline of an order', () => {
  it('shows each step with its command, its reply and how long it took', async () => {
    const { sagas } = await (await aRunningOrder()).get('o-1', yash);

    expect(sagas).toMatchObject([
      {
        definition: 'place-order',
        status: 'RUNNING',
        steps: [
          {
            step: 'reserve stock',
            command: 'inventory.reserve-stock.v1',
            reply: 'inventory.stock-reserved.v1',
            outcome: 'done',
            durationMs: 250,
          },
          { step: 'process payment', command: 'payment.process-payment.v1', reply: null, outcome: 'waiting' },
        ],
      },
    ]);
  });

  it("is as invisible to another customer as the order's own page", async () => {
    const timelines = await aRunningOrder();
    await expect(timelines.get('o-1', { ...yash, userId: 'c-2' })).rejects.toThrow(OrderNotFound);
  });
});
