import { DomainError, OrderStatus } from '@tradewind/kernel';

export class OrderHasNoLines extends DomainError {
  readonly code = 'order.no-lines';
  readonly kind = 'invalid';

  constructor() {
    super('An order needs at least one line.');
  }
}

export class OrderInSeveralCurrencies extends DomainError {
  readonly code = 'order.mixed-currencies';
  readonly kind = 'invalid';

  constructor(currencies: readonly string[]) {
    super(`One order has one currency; these products are priced in ${currencies.join(' and ')}.`);
  }
}

export class OrderTransitionRefused extends DomainError {
  readonly code = 'order.transition-refused';
  readonly kind = 'conflict';

  constructor(orderId: string, from: OrderStatus, to: OrderStatus) {
    super(`Order ${orderId} is ${from} and cannot become ${to}.`);
  }
}

export class OrderCancelRequested extends DomainError {
  readonly code = 'order.cancel-requested';
  readonly kind = 'conflict';

  constructor(orderId: string) {
    super(`Order ${orderId} is to be cancelled and cannot be shipped.`);
  }
}

export class OrderNotFound extends DomainError {
  readonly code = 'order.not-found';
  readonly kind = 'missing';

  constructor() {
    super('There is no such order.');
  }
}

export class ProductNotSold extends DomainError {
  readonly code = 'order.unknown-product';
  readonly kind = 'invalid';

  constructor(productId: string) {
    super(`${productId} is not in the catalog.`);
  }
}

export class PriceChanged extends DomainError {
  readonly code = 'order.price-changed';
  readonly kind = 'conflict';

  constructor(productId: string, sent: number, current: { amount: number; currency: string }) {
    super(`${productId} costs ${current.amount} ${current.currency}, not ${sent}.`, {
      product_id: productId,
      current_price: current.amount,
      currency: current.currency,
    });
  }
}

export class NotYourOrders extends DomainError {
  readonly code = 'order.not-yours';
  readonly kind = 'forbidden';

  constructor() {
    super("Another customer's orders are not shown.");
  }
}
