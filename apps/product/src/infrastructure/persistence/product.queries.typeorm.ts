import { Money, Page, PageRequest, toPage } from '@tradewind/kernel';
import { Database } from '@tradewind/persistence';
import { ProductQueries, ProductView } from '../../application/find-products/product.queries';
import { ProductRow } from './product.row';

interface ViewRow extends ProductRow {
  stock_quantity: number;
}

const SELECT = `SELECT products.*, coalesce(stock_levels.quantity, 0) AS stock_quantity
  FROM products LEFT JOIN stock_levels ON stock_levels.product_id = products.id`;

export class TypeOrmProductQueries extends ProductQueries {
  constructor(private readonly db: Database) {
    super();
  }

  async find(productId: string): Promise<ProductView | undefined> {
    const [row] = await this.db.query<ViewRow>(`${SELECT} WHERE products.id = $1`, [productId]);
    return row && toView(row);
  }

  async listPublished({ limit, after }: PageRequest, category?: string): Promise<Page<ProductView>> {
    const rows = await this.db.query<ViewRow>(
      `${SELECT}
       WHERE published
         AND ($1::timestamptz IS NULL OR (products.created_at, products.id) < ($1, $2))
         AND ($3::text IS NULL OR products.category = $3)
       ORDER BY products.created_at DESC, products.id DESC LIMIT $4`,
      [after?.createdAt ?? null, after?.id ?? null, category ?? null, limit + 1],
    );
    return toPage(rows.map(toView), limit);
  }

  async findPublished(productIds: readonly string[]): Promise<ProductView[]> {
    const rows = await this.db.query<ViewRow>(
      `${SELECT} WHERE published AND products.id = ANY($1) ORDER BY products.created_at DESC, products.id DESC`,
      [productIds],
    );
    return rows.map(toView);
  }
}

function toView(row: ViewRow): ProductView {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    price: Money.ofMinor(Number(row.price_minor), row.currency),
    category: row.category,
    tags: row.tags,
    stockQuantity: row.stock_quantity,
    imageUrl: row.image_url,
    published: row.published,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    version: row.version,
  };
}
