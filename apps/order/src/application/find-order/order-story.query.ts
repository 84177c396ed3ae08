import { Principal } from '@tradewind/kernel';
import { SagaStore, Timeline, timelineOf } from '@tradewind/saga';
import { OrderQueries, OrderView } from './order.queries';

/** The story of an order: every saga that worked on it, step by step. */
export class OrderTimelineQuery {
  constructor(
    private readonly orders: OrderQueries,
    private readonly sagas: SagaStore,
  ) {}

  /** @throws OrderNotFound */
  async get(orderId: string, caller: Principal): Promise<{ order: OrderView; sagas: Timeline[] }> {
    const order = await this.orders.get(orderId, caller);
    const sagas = await this.sagas.findBySubject(order.id);
    return { order, sagas: sagas.map(({ instance, history }) => timelineOf(instance, history)) };
  }
}
