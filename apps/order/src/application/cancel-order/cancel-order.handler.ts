import { order as contracts } from '@tradewind/contracts';
import { Clock, OrderStatus, UseCase } from '@tradewind/kernel';
import { OrderNotFound } from '../../domain/order.errors';
import { OrderRepository } from '../../domain/order.repository';

/** The last undo of the place-order saga: everything that was done for the order has been undone. */
export class CancelOrderHandler implements UseCase<contracts.CancelOrder> {
  constructor(
    private readonly orders: OrderRepository,
    private readonly clock: Clock,
  ) {}

  async handle({ orderId, reason }: contracts.CancelOrder): Promise<void> {
    const order = await this.orders.lock(orderId);
    if (!order) throw new OrderNotFound();
    if (order.status === OrderStatus.Cancelled) return;
    order.cancel(reason, this.clock.now());
    await this.orders.save(order);
  }
}
