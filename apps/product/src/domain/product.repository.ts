import { Product } from './product';

export abstract class ProductRepository {
  /** @throws ProductAlreadyExists */
  abstract add(product: Product): Promise<void>;

  /** Holds the product against other changes until the transaction ends. */
  abstract lock(productId: string): Promise<Product | undefined>;

  abstract save(product: Product): Promise<void>;

  abstract remove(product: Product): Promise<void>;
}
