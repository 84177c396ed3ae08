import { DomainError } from '@tradewind/kernel';

export class OutOfStock extends DomainError {
  readonly code = 'inventory.out-of-stock';
  readonly kind = 'conflict';

  constructor(productId: string, wanted: number, available: number) {
    super(`${wanted} of ${productId} are wanted, ${available} are available.`);
  }
}

export class TooMuchStock extends DomainError {
  readonly code = 'inventory.too-much-stock';
  readonly kind = 'conflict';

  constructor(productId: string, wanted: number, most: number) {
    super(`${wanted} of ${productId} would be more than the ${most} that one item can count.`);
  }
}

export class UnknownProduct extends DomainError {
  readonly code = 'inventory.unknown-product';
  readonly kind = 'missing';

  constructor(productId: string) {
    super(`There is no stock of ${productId}.`);
  }
}

export class UnknownOrder extends DomainError {
  readonly code = 'inventory.unknown-order';
  readonly kind = 'missing';

  constructor() {
    super('No stock was ever set aside for such an order.');
  }
}

export class ProductAlreadyStocked extends DomainError {
  readonly code = 'inventory.already-exists';
  readonly kind = 'conflict';

  constructor(productId: string) {
    super(`${productId} is in the inventory already; restock it instead.`);
  }
}

export class ReservationReleased extends DomainError {
  readonly code = 'inventory.reservation-released';
  readonly kind = 'conflict';

  constructor(orderId: string) {
    super(`The reservation of order ${orderId} has been released.`);
  }
}

export class ReservationCommitted extends DomainError {
  readonly code = 'inventory.reservation-committed';
  readonly kind = 'conflict';

  constructor(orderId: string) {
    super(`The reservation of order ${orderId} has been turned into a sale.`);
  }
}

export class ReservationMissing extends DomainError {
  readonly code = 'inventory.reservation-missing';
  readonly kind = 'missing';

  constructor(orderId: string) {
    super(`There is no reservation for order ${orderId}.`);
  }
}
