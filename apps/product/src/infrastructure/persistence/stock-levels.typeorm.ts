import { Database } from '@tradewind/persistence';
import { StockLevel, StockLevels } from '../../application/ports/stock-levels';

export class TypeOrmStockLevels extends StockLevels {
  constructor(private readonly db: Database) {
    super();
  }

  async record({ productId, quantity, version }: StockLevel): Promise<void> {
    await this.db.query(
      `INSERT INTO stock_levels (product_id, quantity, version) VALUES ($1, $2, $3)
       ON CONFLICT (product_id) DO UPDATE SET quantity = $2, version = $3, updated_at = now()
       WHERE stock_levels.version < $3`,
      [productId, quantity, version],
    );
  }
}
