import { Clock, OrderStatus, UseCase } from '@tradewind/kernel';
import { Order } from '../../domain/order';
import { OrderNotFound, OrderTransitionRefused } from '../../domain/order.errors';
import { OrderRepository } from '../../domain/order.repository';

export interface ChangeStatus {
  readonly orderId: string;
  readonly status: OrderStatus;
  /** A note for people, shown as the order's status_reason. */
  readonly note?: string;
}

/** What an ADMIN moves by hand: SHIPPED and DELIVERED. The rest is the sagas'. */
export class ChangeStatusHandler implements UseCase<ChangeStatus> {
  constructor(
    private readonly orders: OrderRepository,
    private readonly clock: Clock,
  ) {}

  /** @throws OrderNotFound, OrderTransitionRefused, OrderCancelRequested */
  async handle({ orderId, status, note }: ChangeStatus): Promise<void> {
    const order = await this.orders.lock(orderId);
    if (!order) throw new OrderNotFound();
    this.move(order, status, note);
    await this.orders.save(order);
  }

  private move(order: Order, status: OrderStatus, note?: string): void {
    const now = this.clock.now();
    if (status === OrderStatus.Shipped) return order.ship(now, note);
    if (status === OrderStatus.Delivered) return order.deliver(now, note);
    throw new OrderTransitionRefused(order.id, order.status, status);
  }
}
