import { Page, PageRequest, toPage } from '@tradewind/kernel';
import { Database } from '@tradewind/persistence';
import { CategoryQueries, CategoryView } from '../../application/manage-categories/category.queries';

interface CategoryRow {
  id: string;
  name: string;
  created_at: Date;
}

export class TypeOrmCategoryQueries extends CategoryQueries {
  constructor(private readonly db: Database) {
    super();
  }

  async find(categoryId: string): Promise<CategoryView | undefined> {
    const [row] = await this.db.query<CategoryRow>('SELECT * FROM categories WHERE id = $1', [categoryId]);
    return row && toView(row);
  }

  async list({ limit, after }: PageRequest): Promise<Page<CategoryView>> {
    const rows = await this.db.query<CategoryRow>(
      `SELECT * FROM categories
       WHERE $1::timestamptz IS NULL OR (created_at, id) < ($1, $2)
       ORDER BY created_at DESC, id DESC LIMIT $3`,
      [after?.createdAt ?? null, after?.id ?? null, limit + 1],
    );
    return toPage(rows.map(toView), limit);
  }
}

function toView({ id, name, created_at: createdAt }: CategoryRow): CategoryView {
  return { id, name, createdAt };
}
