import { Money, Page, PageRequest } from '@tradewind/kernel';
import { ProductNotFound } from '../../domain/product.errors';

export interface ProductView {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly price: Money;
  readonly category: string;
  readonly tags: readonly string[];
  /** Units on hand, as inventory told last; nothing was told is 0. */
  readonly stockQuantity: number;
  readonly imageUrl: string | null;
  readonly published: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly version: number;
}

/** Reads for the API; they skip the domain. */
export abstract class ProductQueries {
  /** Published or not. */
  abstract find(productId: string): Promise<ProductView | undefined>;
  abstract listPublished(page: PageRequest, category?: string): Promise<Page<ProductView>>;
  abstract findPublished(productIds: readonly string[]): Promise<ProductView[]>;

  /** Published or not. @throws ProductNotFound */
  async get(productId: string): Promise<ProductView> {
    const view = await this.find(productId);
    if (!view) throw new ProductNotFound(productId);
    return view;
  }

  /** As the public sees it: what is not published is not there. @throws ProductNotFound */
  async getPublished(productId: string): Promise<ProductView> {
    const view = await this.find(productId);
    if (!view?.published) throw new ProductNotFound(productId);
    return view;
  }
}
