import { Product, ProductState } from '../../src/domain/product';
import { ProductAlreadyExists } from '../../src/domain/product.errors';
import { ProductRepository } from '../../src/domain/product.repository';

/** What is locked is a copy until it is saved. */
export class MemoryProductRepository extends ProductRepository {
  private readonly rows = new Map<string, ProductState>();

  with(state: ProductState): this {
    this.rows.set(state.id, state);
    return this;
  }

  find(productId: string): ProductState | undefined {
    return this.rows.get(productId);
  }

  async add(product: Product): Promise<void> {
    if (this.rows.has(product.id)) throw new ProductAlreadyExists(product.id);
    await this.save(product);
  }

  async lock(productId: string): Promise<Product | undefined> {
    const row = this.rows.get(productId);
    return row && Product.restore(row);
  }

  async save({ id, details, price, version, createdAt, updatedAt }: Product): Promise<void> {
    this.rows.set(id, { id, details, price, version, createdAt, updatedAt });
  }

  async remove({ id }: Product): Promise<void> {
    this.rows.delete(id);
  }
}
