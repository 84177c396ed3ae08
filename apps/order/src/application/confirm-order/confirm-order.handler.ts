import { order as contracts } from '@tradewind/contracts';
import { Clock, UseCase } from '@tradewind/kernel';
import { OrderNotFound } from '../../domain/order.errors';
import { OrderRepository } from '../../domain/order.repository';

/** The point of no return of the place-order saga. */
export class ConfirmOrderHandler implements UseCase<contracts.ConfirmOrder> {
  constructor(
    private readonly orders: OrderRepository,
    private readonly clock: Clock,
  ) {}

  async handle({ orderId }: contracts.ConfirmOrder): Promise<void> {
    const order = await this.orders.lock(orderId);
    if (!order) throw new OrderNotFound();
    order.confirm(this.clock.now());
    await this.orders.save(order);
  }
}
