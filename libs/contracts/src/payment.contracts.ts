import { IsISO4217CurrencyCode, IsInt, IsOptional, IsString, Min } from 'class-validator';
import { command } from './contract';

export class ProcessPayment {
  @IsString()
  readonly orderId!: string;

  @IsString()
  readonly customerId!: string;

  /** Minor units (cents). */
  @IsInt()
  @Min(0)
  readonly amount!: number;

  @IsISO4217CurrencyCode()
  readonly currency!: string;

  @IsString()
  readonly paymentMethod!: string;
}

export class PaymentProcessed {
  @IsString()
  readonly paymentId!: string;

  /** How often the provider was asked before it accepted. */
  @IsOptional()
  @IsInt()
  readonly attempts?: number;
}

export class RefundPayment {
  @IsString()
  readonly orderId!: string;
}

/** Charges the customer, once per order. */
export const processPayment = command({
  type: 'payment.process-payment.v1',
  payload: ProcessPayment,
  done: { type: 'payment.payment-processed.v1', data: PaymentProcessed },
  refused: {
    type: 'payment.payment-failed.v1',
    codes: ['payment.declined', 'payment.provider-failed', 'payment.cancelled'],
  },
});

/**
 * Gives back what was charged for an order. Succeeds when nothing was, and remembers it: a charge that lands later
 * is refunded by itself.
 */
export const refundPayment = command({
  type: 'payment.refund-payment.v1',
  payload: RefundPayment,
  done: { type: 'payment.payment-refunded.v1' },
  refused: { type: 'payment.refund-failed.v1', codes: ['payment.refund-refused'] },
});
