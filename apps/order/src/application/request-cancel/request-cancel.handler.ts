import { CancelReason, Clock, UseCase } from '@tradewind/kernel';
import { Sagas } from '@tradewind/saga';
import { OrderNotFound } from '../../domain/order.errors';
import { OrderRepository } from '../../domain/order.repository';

export interface RequestCancel {
  readonly orderId: string;
  readonly reason: CancelReason;
}

/**
 * A customer, or an ADMIN, wants an order cancelled. While its saga can still be undone, it is undone from where it is.
 * After that the wish is noted in the order, and `StartCancellationHandler` follows it up when that saga has ended.
 */
export class RequestCancelHandler implements UseCase<RequestCancel> {
  constructor(
    private readonly orders: OrderRepository,
    private readonly sagas: Sagas,
    private readonly clock: Clock,
  ) {}

  /** @throws OrderNotFound, OrderTransitionRefused when it was shipped */
  async handle({ orderId, reason }: RequestCancel): Promise<void> {
    // The saga first, then the order: answers to the saga lock them in this order too.
    await this.sagas.cancel(orderId, reason);
    const order = await this.orders.lock(orderId);
    if (!order) throw new OrderNotFound();
    order.requestCancel(reason, this.clock.now());
    await this.orders.save(order);
  }
}
