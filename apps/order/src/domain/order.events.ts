import { CancelReason } from '@tradewind/kernel';

export class OrderPlaced {
  readonly kind = 'placed';
}

export class OrderConfirmed {
  readonly kind = 'confirmed';
}

export class OrderCancelled {
  readonly kind = 'cancelled';

  constructor(readonly reason: CancelReason) {}
}

export type OrderEvent = OrderPlaced | OrderConfirmed | OrderCancelled;
