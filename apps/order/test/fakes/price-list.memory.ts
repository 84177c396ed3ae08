import { Money } from '@tradewind/kernel';
import { PricedProduct, PriceList, PriceListUnavailable } from '../../src/application/ports/price-list';

export class MemoryPriceList extends PriceList {
  /** What was asked for, call by call. */
  readonly asked: (readonly string[])[] = [];
  private readonly products = new Map<string, PricedProduct>();
  private isDown = false;

  with(productId: string, price: number, currency = 'USD'): this {
    this.products.set(productId, {
      productId,
      name: `The ${productId}`,
      unitPrice: Money.fromMajor(price, currency),
    });
    return this;
  }

  goDown(): void {
    this.isDown = true;
  }

  async lookUp(productIds: readonly string[]): Promise<ReadonlyMap<string, PricedProduct>> {
    this.asked.push(productIds);
    if (this.isDown) throw new PriceListUnavailable();
    return new Map([...this.products].filter(([id]) => productIds.includes(id)));
  }

  async lookUpNow(productIds: readonly string[]): Promise<ReadonlyMap<string, PricedProduct>> {
    return this.lookUp(productIds);
  }
}
