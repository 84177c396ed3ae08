import { StockLevel, StockLevels } from '../../src/application/ports/stock-levels';

export class MemoryStockLevels extends StockLevels {
  private readonly rows = new Map<string, StockLevel>();

  quantityOf(productId: string): number | undefined {
    return this.rows.get(productId)?.quantity;
  }

  async record(level: StockLevel): Promise<void> {
    const known = this.rows.get(level.productId);
    if (!known || known.version < level.version) this.rows.set(level.productId, level);
  }
}
