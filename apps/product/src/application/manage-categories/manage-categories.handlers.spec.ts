import { MemoryCategoryRepository } from '../../../test/fakes/category.repository.memory';
import { CategoryAlreadyExists, CategoryInUse, CategoryNotFound } from '../../domain/category.errors';
import { AddCategoryHandler, RemoveCategoryHandler, RenameCategoryHandler } from './manage-categories.handlers';

describe('managing categories', () => {
  const categories = new MemoryCategoryRepository();
  const add = new AddCategoryHandler(categories);
  const rename = new RenameCategoryHandler(categories);
  const remove = new RemoveCategoryHandler(categories);

  it('adds, renames and removes one', async () => {
    const id = await add.handle({ name: 'Books' });
    await rename.handle({ id, name: 'Printed matter' });
    expect(categories.names).toEqual(['Printed matter']);
    await remove.handle({ id });
    expect(categories.names).toEqual([]);
    await expect(remove.handle({ id })).rejects.toThrow(CategoryNotFound);
    await expect(rename.handle({ id, name: 'Books' })).rejects.toThrow(CategoryNotFound);
  });

  it('keeps names apart', async () => {
    await add.handle({ name: 'Toys' });
    await expect(add.handle({ name: 'Toys' })).rejects.toThrow(CategoryAlreadyExists);
  });

  it('keeps one that products are in', async () => {
    const id = await add.handle({ name: 'Shoes' });
    await categories.ensure('Shoes');
    await expect(remove.handle({ id })).rejects.toThrow(CategoryInUse);
  });
});
