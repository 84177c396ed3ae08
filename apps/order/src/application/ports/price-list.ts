import { DomainError, Money } from '@tradewind/kernel';

export interface PricedProduct {
  readonly productId: string;
  readonly name: string;
  readonly unitPrice: Money;
}

/** What products are called and cost now. */
export abstract class PriceList {
  /**
   * The products that are sold at all; unknown ids are left out.
   * @throws PriceListUnavailable
   */
  abstract lookUp(productIds: readonly string[]): Promise<ReadonlyMap<string, PricedProduct>>;

  /** The same as they are at this moment, not a few seconds old. @throws PriceListUnavailable */
  abstract lookUpNow(productIds: readonly string[]): Promise<ReadonlyMap<string, PricedProduct>>;
}

export class PriceListUnavailable extends DomainError {
  readonly code = 'order.prices-unavailable';
  readonly kind = 'unavailable';

  constructor() {
    super('Prices cannot be read at the moment; nothing was ordered. Please try again.');
  }
}
