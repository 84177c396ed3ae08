import { inventory, order, payment } from '@tradewind/contracts';
import { CancelReason } from '@tradewind/kernel';
import { saga, send } from '@tradewind/saga';

export interface CancelOrderState {
  readonly orderId: string;
  /** Left out by instances that were started before it was told. */
  readonly reason?: CancelReason;
}

/** Cancels an order that no other saga works on. There is no way back, so every step is repeated until it is done. */
export const cancelOrderSaga = saga<CancelOrderState>('cancel-order', { version: 1, subject: (s) => s.orderId })
  .retry('refund payment', { do: send(payment.refundPayment, (s) => ({ orderId: s.orderId })) })
  .retry('return stock', { do: send(inventory.returnStock, (s) => ({ orderId: s.orderId })) })
  .retry('cancel order', {
    do: send(order.cancelOrder, (s) => ({ orderId: s.orderId, reason: s.reason ?? CancelReason.CancelledByCustomer })),
  })
  .done();
