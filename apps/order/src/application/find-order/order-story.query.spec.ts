import { Principal, Role } from '@tradewind/kernel';
import { FixedClock } from '@tradewind/testing';
import { MemoryOrderBooks } from '../../../test/fakes/order-books.memory';
import { MemoryOrderQueries } from '../../../test/fakes/order.queries.memory';
import { memorySagas } from '../../../test/fakes/sagas.memory';
import { OrderNotFound } from '../../domain/order.errors';
import { placeOrderSaga } from '../sagas/place-order.saga';
import { OrderStoryQuery } from './order-story.query';
import { OrderView } from './order.queries';

const yash: Principal = { userId: 'c-1', email: 'yash@example.com', name: 'Yash', role: Role.Customer };
const WAITS = { commandInOutbox: 1, commandInQueue: 2, work: 3, replyInOutbox: 4, replyInQueue: 5 };
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
    waits: WAITS,
  });
  const books = new MemoryOrderBooks();
  const stories = new OrderStoryQuery(new MemoryOrderQueries([order]), store, books);
  return { books, get: (caller = yash) => stories.get('o-1', caller, 'Bearer t') };
}

describe('the story of an order', () => {
  it('shows each step with its command, its reply and how long it took', async () => {
    const { sagas } = await (await aRunningOrder()).get();

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
            waits: WAITS,
          },
          { step: 'process payment', command: 'payment.process-payment.v1', reply: null, outcome: 'waiting' },
        ],
      },
    ]);
  });

  it('shows what the order did to stock and money', async () => {
    const { books, get } = await aRunningOrder();
    const at = new Date('2026-01-01T12:00:00Z');
    books.movements = [{ productId: 'lamp', type: 'RESERVE', change: 1, reason: 'order', createdAt: at }];
    expect(await get()).toMatchObject({ stock: books.movements, payment: null, unanswered: [] });
  });

  it('is told without the books of a service that is away, and names it', async () => {
    const { books, get } = await aRunningOrder();
    books.inventoryIsAway = true;
    expect(await get()).toMatchObject({ stock: null, unanswered: ['inventory'] });
    books.paymentIsAway = true;
    expect(await get()).toMatchObject({ stock: null, payment: null, unanswered: ['inventory', 'payment'] });
  });

  it("is as invisible to another customer as the order's own page", async () => {
    const { get } = await aRunningOrder();
    await expect(get({ ...yash, userId: 'c-2' })).rejects.toThrow(OrderNotFound);
  });
});
