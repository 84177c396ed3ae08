import { Page, PageRequest } from '@tradewind/kernel';
import { CategoryNotFound } from '../../domain/category.errors';

export interface CategoryView {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
}

export abstract class CategoryQueries {
  abstract find(categoryId: string): Promise<CategoryView | undefined>;
  abstract list(page: PageRequest): Promise<Page<CategoryView>>;

  /** @throws CategoryNotFound */
  async get(categoryId: string): Promise<CategoryView> {
    const view = await this.find(categoryId);
    if (!view) throw new CategoryNotFound(categoryId);
    return view;
  }
}
