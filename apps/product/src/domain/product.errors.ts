import { DomainError, Money } from '@tradewind/kernel';

export class ProductNotFound extends DomainError {
  readonly code = 'product.not-found';
  readonly kind = 'missing';

  constructor(productId: string) {
    super(`There is no product ${productId}.`);
  }
}

export class ProductAlreadyExists extends DomainError {
  readonly code = 'product.already-exists';
  readonly kind = 'conflict';

  constructor(productId: string) {
    super(`There is a product ${productId} already.`);
  }
}

export class ProductStale extends DomainError {
  readonly code = 'product.stale';
  readonly kind = 'stale';

  constructor(productId: string, version: number) {
    super(`${productId} has been changed meanwhile and is at version ${version}; read it again.`, { version });
  }
}

export class PriceNotPositive extends DomainError {
  readonly code = 'product.price-not-positive';
  readonly kind = 'invalid';

  constructor(productId: string, price: Money) {
    super(`${productId} cannot cost ${price.toString()}: a price is more than nothing.`);
  }
}
