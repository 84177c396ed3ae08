import { inventory, order, payment } from '@tradewind/contracts';
import { CancelReason } from '@tradewind/kernel';
import { saga, send } from '@tradewind/saga';

export interface PlaceOrderState {
  readonly orderId: string;
  readonly customerId: string;
  readonly lines: readonly { readonly productId: string; readonly quantity: number }[];
  /** Minor units. */
  readonly amount: number;
  readonly currency: string;
  readonly paymentMethod: string;
  /** Why it is being undone; nobody said so when a step timed out. */
  readonly cancelReason?: CancelReason;
}

export const placeOrderSaga = saga<PlaceOrderState>('place-order', {
  version: 1,
  subject: (s) => s.orderId,
  onCancel: (s, reason) => ({ ...s, cancelReason: reason as CancelReason }),
})
  // The PENDING order is written by the transaction that starts the saga, so this step only undoes.
  .step('open order', {
    undo: send(order.cancelOrder, (s) => ({ orderId: s.orderId, reason: s.cancelReason ?? CancelReason.TimedOut })),
  })
  .step('reserve stock', {
    do: send(inventory.reserveStock, (s) => ({ orderId: s.orderId, customerId: s.customerId, lines: s.lines })),
    within: '30s',
    onRefusal: (s) => ({ ...s, cancelReason: CancelReason.OutOfStock }),
    undo: send(inventory.releaseStock, (s) => ({ orderId: s.orderId })),
  })
  .step('process payment', {
    do: send(payment.processPayment, (s) => ({
      orderId: s.orderId,
      customerId: s.customerId,
      amount: s.amount,
      currency: s.currency,
      paymentMethod: s.paymentMethod,
    })),
    within: '2m',
    onRefusal: (s, refusal) => ({
      ...s,
      cancelReason: refusal.code === 'payment.declined' ? CancelReason.PaymentDeclined : CancelReason.PaymentFailed,
    }),
    undo: send(payment.refundPayment, (s) => ({ orderId: s.orderId })),
  })
  // The point of no return: once this is done, every later step is retried until it succeeds.
  .pivot('confirm order', { do: send(order.confirmOrder, (s) => ({ orderId: s.orderId })) })
  .retry('commit stock', {
    do: send(inventory.commitStock, (s) => ({ orderId: s.orderId })),
    within: '30s',
  })
  .done();
