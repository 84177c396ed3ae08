import { Page, PageRequest, toPage } from '@tradewind/kernel';
import { OrderQueries, OrderView } from '../../src/application/find-order/order.queries';

export class MemoryOrderQueries extends OrderQueries {
  constructor(private readonly orders: readonly OrderView[]) {
    super();
  }

  protected async find(id: string): Promise<OrderView | undefined> {
    return this.orders.find((order) => order.id === id);
  }

  protected async list(
    of: { customerId?: string; customerEmail?: string },
    { limit, after }: PageRequest,
  ): Promise<Page<OrderView>> {
    const position = (order: { createdAt: Date; id: string }): string => `${order.createdAt.toISOString()} ${order.id}`;
    const found = this.orders
      .filter((order) => of.customerId === undefined || order.customerId === of.customerId)
      .filter((order) => of.customerEmail === undefined || order.customerEmail === of.customerEmail)
      .filter((order) => !after || position(order) < position(after))
      .sort((a, b) => (position(a) < position(b) ? 1 : -1));
    return toPage(found.slice(0, limit + 1), limit);
  }
}
