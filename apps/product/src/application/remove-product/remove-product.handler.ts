import { UseCase } from '@tradewind/kernel';
import { ProductNotFound } from '../../domain/product.errors';
import { ProductRepository } from '../../domain/product.repository';

export interface RemoveProduct {
  readonly productId: string;
  /** Only if the product is at one of these versions. */
  readonly onlyAt?: readonly number[];
}

/** Takes a product out of the catalog for good. What is known of its stock is inventory's, and stays. */
export class RemoveProductHandler implements UseCase<RemoveProduct> {
  constructor(private readonly products: ProductRepository) {}

  async handle({ productId, onlyAt }: RemoveProduct): Promise<void> {
    const product = await this.products.lock(productId);
    if (!product) throw new ProductNotFound(productId);
    if (onlyAt) product.mustBeAt(onlyAt);
    await this.products.remove(product);
  }
}
