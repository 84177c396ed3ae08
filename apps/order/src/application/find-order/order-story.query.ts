import { Principal } from '@tradewind/kernel';
import { SagaStore, Timeline, timelineOf } from '@tradewind/saga';
import { BookUnavailable, OrderBooks, OrderPayment, StockMovement } from '../ports/order-books';
import { OrderQueries, OrderView } from './order.queries';

/** All that happened for one order. What a service that is away keeps is null, and the service is named. */
export interface OrderStory {
  readonly order: OrderView;
  readonly sagas: readonly Timeline[];
  readonly stock: readonly StockMovement[] | null;
  readonly payment: OrderPayment | null;
  readonly unanswered: readonly ('inventory' | 'payment')[];
}

/** The story of an order: every saga that worked on it, step by step, and what it did to stock and money. */
export class OrderStoryQuery {
  constructor(
    private readonly orders: OrderQueries,
    private readonly sagas: SagaStore,
    private readonly books: OrderBooks,
  ) {}

  /** @param credentials the caller's Authorization header. @throws OrderNotFound */
  async get(orderId: string, caller: Principal, credentials: string): Promise<OrderStory> {
    const order = await this.orders.get(orderId, caller);
    const [sagas, stock, payment] = await Promise.all([
      this.sagas.findBySubject(order.id),
      unlessAway(this.books.stockMovements(order.id, credentials)),
      unlessAway(this.books.payment(order.id, credentials)),
    ]);
    return {
      order,
      sagas: sagas.map(({ instance, history }) => timelineOf(instance, history)),
      stock: stock ?? null,
      payment: payment ?? null,
      unanswered: [
        ...(stock === AWAY ? ['inventory' as const] : []),
        ...(payment === AWAY ? ['payment' as const] : []),
      ],
    };
  }
}

const AWAY = undefined;

async function unlessAway<T>(book: Promise<T>): Promise<T | typeof AWAY> {
  try {
    return await book;
  } catch (error) {
    if (error instanceof BookUnavailable) return AWAY;
    throw error;
  }
}
