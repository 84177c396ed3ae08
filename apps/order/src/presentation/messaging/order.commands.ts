import { order } from '@tradewind/contracts';
import { commandsOf } from '@tradewind/messaging';
import { CancelOrderHandler } from '../../application/cancel-order/cancel-order.handler';
import { ConfirmOrderHandler } from '../../application/confirm-order/confirm-order.handler';

/** Sent by this service's own sagas, and carried out in their transaction. */
export const orderCommands = commandsOf('order')
  .on(order.confirmOrder, ConfirmOrderHandler)
  .on(order.cancelOrder, CancelOrderHandler);
