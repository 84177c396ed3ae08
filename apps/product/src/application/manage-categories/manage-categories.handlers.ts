import { newId, UseCase } from '@tradewind/kernel';
import { Category, CategoryRepository } from '../../domain/category.repository';

export interface AddCategory {
  readonly name: string;
}

/** @returns the id of the new category. */
export class AddCategoryHandler implements UseCase<AddCategory, string> {
  constructor(private readonly categories: CategoryRepository) {}

  async handle({ name }: AddCategory): Promise<string> {
    const id = newId();
    await this.categories.add({ id, name });
    return id;
  }
}

export class RenameCategoryHandler implements UseCase<Category> {
  constructor(private readonly categories: CategoryRepository) {}

  async handle(category: Category): Promise<void> {
    await this.categories.rename(category);
  }
}

export interface RemoveCategory {
  readonly id: string;
}

/** Removes a category that no product is in. */
export class RemoveCategoryHandler implements UseCase<RemoveCategory> {
  constructor(private readonly categories: CategoryRepository) {}

  async handle({ id }: RemoveCategory): Promise<void> {
    await this.categories.remove(id);
  }
}
