import { DomainError, PaymentStatus } from '@tradewind/kernel';

export class PaymentDeclined extends DomainError {
  readonly code = 'payment.declined';
  readonly kind = 'conflict';

  constructor() {
    super('The payment method was declined.');
  }
}

export class ProviderFailed extends DomainError {
  readonly code = 'payment.provider-failed';
  readonly kind = 'conflict';

  constructor(attempts: number) {
    super(`The payment provider failed ${attempts} times; nothing was charged.`);
  }
}

export class PaymentCancelled extends DomainError {
  readonly code = 'payment.cancelled';
  readonly kind = 'conflict';

  constructor(orderId: string) {
    super(`The payment of order ${orderId} has been cancelled.`);
  }
}

export class PaymentTransitionRefused extends DomainError {
  readonly code = 'payment.transition-refused';
  readonly kind = 'conflict';

  constructor(paymentId: string, from: PaymentStatus, to: PaymentStatus) {
    super(`Payment ${paymentId} is ${from} and cannot become ${to}.`);
  }
}

export class RefundExceedsCapture extends DomainError {
  readonly code = 'payment.refund-exceeds-capture';
  readonly kind = 'conflict';

  constructor(paymentId: string, refund: string, left: string) {
    super(`${refund} of payment ${paymentId} cannot be refunded, only ${left} are left.`);
  }
}

export class PaymentNotFound extends DomainError {
  readonly code = 'payment.not-found';
  readonly kind = 'missing';

  constructor() {
    super('There is no such payment.');
  }
}
