import { payment } from '@tradewind/contracts';
import { commandsOf } from '@tradewind/messaging';
import { ProcessPaymentHandler } from '../../application/process-payment/process-payment.handler';
import { RefundPaymentHandler } from '../../application/refund-payment/refund-payment.handler';

export const paymentCommands = commandsOf('payment')
  .on(payment.processPayment, ProcessPaymentHandler)
  .on(payment.refundPayment, RefundPaymentHandler);
