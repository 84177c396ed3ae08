import { CancelReason } from '@tradewind/kernel';

export class OrderPlaced {
  readonly kind = 'placed';
}

export class OrderConfirmed {
  readonly kind = 'confirmed';
}

export class OrderShipped {
  readonly kind = 'shipped';
}

export class OrderDelivered {
  readonly kind = 'delivered';
}

export class OrderCancelled {
  readonly kind = 'cancelled';

  constructor(readonly reason: CancelReason) {}
}

export type OrderEvent = OrderPlaced | OrderConfirmed | OrderShipped | OrderDelivered | OrderCancelled;
