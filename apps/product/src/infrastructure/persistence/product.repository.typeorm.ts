import { Money } from '@tradewind/kernel';
import { Database } from '@tradewind/persistence';
import { Product } from '../../domain/product';
import { ProductAlreadyExists } from '../../domain/product.errors';
import { ProductRepository } from '../../domain/product.repository';
import { ProductRow } from './product.row';

const COLUMNS =
  'id, name, description, price_minor, currency, category, tags, image_url, published, version, created_at, updated_at';

export class TypeOrmProductRepository extends ProductRepository {
  constructor(private readonly db: Database) {
    super();
  }

  async add(product: Product): Promise<void> {
    const added = await this.db.query(
      `INSERT INTO products (${COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
       ON CONFLICT DO NOTHING RETURNING id`,
      toValues(product),
    );
    if (added.length === 0) throw new ProductAlreadyExists(product.id);
  }

  async lock(productId: string): Promise<Product | undefined> {
    const [row] = await this.db.query<ProductRow>(`SELECT ${COLUMNS} FROM products WHERE id = $1 FOR UPDATE`, [
      productId,
    ]);
    return row && toProduct(row);
  }

  async save(product: Product): Promise<void> {
    if (!product.isChanged) return;
    await this.db.query(
      `UPDATE products SET (${COLUMNS}) = ROW($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) WHERE id = $1`,
      toValues(product),
    );
  }

  async remove(product: Product): Promise<void> {
    await this.db.query('DELETE FROM products WHERE id = $1', [product.id]);
  }
}

/** In the order of COLUMNS. */
function toValues({ id, details, price, version, createdAt, updatedAt }: Product): unknown[] {
  const { name, description, category, tags, imageUrl, published } = details;
  return [
    id,
    name,
    description,
    price.minor,
    price.currency,
    category,
    tags,
    imageUrl,
    published,
    version,
    createdAt,
    updatedAt,
  ];
}

function toProduct(row: ProductRow): Product {
  const { id, name, description, category, tags, image_url: imageUrl, published, version } = row;
  return Product.restore({
    id,
    details: { name, description, category, tags, imageUrl, published },
    price: Money.ofMinor(Number(row.price_minor), row.currency),
    version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  });
}
