import { newId } from '@tradewind/kernel';
import { Database } from '@tradewind/persistence';
import { CategoryAlreadyExists, CategoryInUse, CategoryNotFound } from '../../domain/category.errors';
import { Category, CategoryRepository } from '../../domain/category.repository';

const FOREIGN_KEY_VIOLATION = '23503';
const UNIQUE_VIOLATION = '23505';

export class TypeOrmCategoryRepository extends CategoryRepository {
  constructor(private readonly db: Database) {
    super();
  }

  async add(category: Category): Promise<void> {
    if (!(await this.insert(category))) throw new CategoryAlreadyExists(category.name);
  }

  /** Each attempt fails only if another transaction has just removed, or just created, the category. */
  async ensure(name: string): Promise<void> {
    while (!((await this.hold(name)) || (await this.insert({ id: newId(), name })))) continue;
  }

  async rename({ id, name }: Category): Promise<void> {
    // Products first and their category last: the order in which a change of a product locks them.
    await this.db.query(
      `UPDATE products SET version = version + 1, updated_at = now()
       WHERE category = (SELECT name FROM categories WHERE id = $1 AND name <> $2)`,
      [id, name],
    );
    const renamed = await this.db
      .query('UPDATE categories SET name = $2 WHERE id = $1 RETURNING id', [id, name])
      .catch(rethrow(UNIQUE_VIOLATION, new CategoryAlreadyExists(name)));
    if (renamed.length === 0) throw new CategoryNotFound(id);
  }

  async remove(categoryId: string): Promise<void> {
    const removed = await this.db
      .query('DELETE FROM categories WHERE id = $1 RETURNING id', [categoryId])
      .catch(rethrow(FOREIGN_KEY_VIOLATION, new CategoryInUse(categoryId)));
    if (removed.length === 0) throw new CategoryNotFound(categoryId);
  }

  private async hold(name: string): Promise<boolean> {
    const rows = await this.db.query('SELECT id FROM categories WHERE name = $1 FOR KEY SHARE', [name]);
    return rows.length > 0;
  }

  private async insert({ id, name }: Category): Promise<boolean> {
    const rows = await this.db.query(
      'INSERT INTO categories (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING id',
      [id, name],
    );
    return rows.length > 0;
  }
}

function rethrow(code: string, as: Error): (error: unknown) => never {
  return (error) => {
    throw (error as { code?: unknown }).code === code ? as : error;
  };
}
