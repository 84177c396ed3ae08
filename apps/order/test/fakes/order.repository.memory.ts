import { Order } from '../../src/domain/order';
import { OrderEvent } from '../../src/domain/order.events';
import { OrderRepository } from '../../src/domain/order.repository';

/** Keeps copies, and the events in the order in which they would be told. */
export class MemoryOrderRepository extends OrderRepository {
  readonly events: OrderEvent[] = [];
  private readonly orders = new Map<string, Order>();

  /** All orders, oldest first. */
  get all(): Order[] {
    return [...this.orders.values()];
  }

  async add(order: Order): Promise<void> {
    if (this.orders.has(order.id)) throw new Error(`${order.id} is there already`);
    await this.save(order);
  }

  async lock(id: string): Promise<Order | undefined> {
    const order = this.orders.get(id);
    return order && copyOf(order);
  }

  async lockCancelRequested(): Promise<Order | undefined> {
    const order = this.all.find(({ cancelRequested }) => cancelRequested);
    return order && copyOf(order);
  }

  async save(order: Order): Promise<void> {
    this.events.push(...order.pullEvents());
    this.orders.set(order.id, copyOf(order));
  }
}

function copyOf(order: Order): Order {
  const { id, number, customer, lines, placedAt, status, statusReason, wantedCancelReason, updatedAt } = order;
  return Order.restore({ id, number, customer, lines, placedAt, status, statusReason, wantedCancelReason, updatedAt });
}
