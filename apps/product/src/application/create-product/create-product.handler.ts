import { Clock, Money, newId, UseCase } from '@tradewind/kernel';
import { CategoryRepository } from '../../domain/category.repository';
import { Product, ProductDetails } from '../../domain/product';
import { ProductRepository } from '../../domain/product.repository';

export interface CreateProduct extends ProductDetails {
  /** A new one is made when none is given. */
  readonly productId?: string;
  /** Major units. */
  readonly price: number;
  readonly currency: string;
}

/** Takes a product into the catalog; its category is created on first use. @returns its id. */
export class CreateProductHandler implements UseCase<CreateProduct, string> {
  constructor(
    private readonly products: ProductRepository,
    private readonly categories: CategoryRepository,
    private readonly clock: Clock,
  ) {}

  async handle({ productId = newId(), price, currency, ...details }: CreateProduct): Promise<string> {
    const product = Product.draft(productId, details, Money.fromMajor(price, currency), this.clock.now());
    await this.categories.ensure(product.details.category);
    await this.products.add(product);
    return product.id;
  }
}
