import { DomainError } from '@tradewind/kernel';

export class CategoryNotFound extends DomainError {
  readonly code = 'product.category-not-found';
  readonly kind = 'missing';

  constructor(categoryId: string) {
    super(`There is no category ${categoryId}.`);
  }
}

export class CategoryAlreadyExists extends DomainError {
  readonly code = 'product.category-already-exists';
  readonly kind = 'conflict';

  constructor(name: string) {
    super(`There is a category named ${name} already.`);
  }
}

export class CategoryInUse extends DomainError {
  readonly code = 'product.category-in-use';
  readonly kind = 'conflict';

  constructor(categoryId: string) {
    super(`There are products in category ${categoryId}; move them to another one first.`);
  }
}
