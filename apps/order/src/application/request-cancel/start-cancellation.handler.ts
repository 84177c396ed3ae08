import { CancelReason, UseCase } from '@tradewind/kernel';
import { Sagas } from '@tradewind/saga';
import { OrderRepository } from '../../domain/order.repository';
import { cancelOrderSaga } from '../sagas/cancel-order.saga';

/** Starts the cancel-order saga of one order that is to be cancelled and that no saga works on any more. */
export class StartCancellationHandler implements UseCase<void, boolean> {
  constructor(
    private readonly orders: OrderRepository,
    private readonly sagas: Sagas,
  ) {}

  /** @returns false if there was none */
  async handle(): Promise<boolean> {
    const order = await this.orders.lockCancelRequested();
    if (!order) return false;
    const reason = order.wantedCancelReason ?? CancelReason.CancelledByCustomer;
    await this.sagas.start(cancelOrderSaga, { orderId: order.id, reason });
    return true;
  }
}
