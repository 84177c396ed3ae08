import { Clock, Money, UseCase } from '@tradewind/kernel';
import { CategoryRepository } from '../../domain/category.repository';
import { ProductDetails } from '../../domain/product';
import { ProductNotFound } from '../../domain/product.errors';
import { ProductRepository } from '../../domain/product.repository';

export interface ProductChanges extends Partial<ProductDetails> {
  /** Major units. */
  readonly price?: number;
  readonly currency?: string;
}

export interface ChangeProduct {
  readonly productId: string;
  /** What is left out stays as it is. */
  readonly changes: ProductChanges;
  /** Only if the product is at one of these versions. */
  readonly onlyAt?: readonly number[];
}

/** Describes a product anew, prices it anew, or both: one new version. */
export class ChangeProductHandler implements UseCase<ChangeProduct> {
  constructor(
    private readonly products: ProductRepository,
    private readonly categories: CategoryRepository,
    private readonly clock: Clock,
  ) {}

  async handle({ productId, changes, onlyAt }: ChangeProduct): Promise<void> {
    const product = await this.products.lock(productId);
    if (!product) throw new ProductNotFound(productId);
    if (onlyAt) product.mustBeAt(onlyAt);

    const now = this.clock.now();
    const { price = product.price.toMajor(), currency = product.price.currency, ...details } = changes;
    product.describe(details, now);
    product.reprice(Money.fromMajor(price, currency), now);
    await this.categories.ensure(product.details.category);
    await this.products.save(product);
  }
}
