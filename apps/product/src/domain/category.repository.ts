export interface Category {
  readonly id: string;
  readonly name: string;
}

export abstract class CategoryRepository {
  /** @throws CategoryAlreadyExists */
  abstract add(category: Category): Promise<void>;

  /** Makes sure that there is a category of this name, and that it stays until the transaction ends. */
  abstract ensure(name: string): Promise<void>;

  /**
   * Gives it another name; its products show it at once and are at a new version.
   * @throws CategoryNotFound, CategoryAlreadyExists
   */
  abstract rename(category: Category): Promise<void>;

  /** @throws CategoryNotFound, CategoryInUse */
  abstract remove(categoryId: string): Promise<void>;
}
