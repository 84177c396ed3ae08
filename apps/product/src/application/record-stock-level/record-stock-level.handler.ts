import { inventory } from '@tradewind/contracts';
import { UseCase } from '@tradewind/kernel';
import { StockLevels } from '../ports/stock-levels';

/** Keeps the number of units that the catalog shows. The product itself does not change by it. */
export class RecordStockLevelHandler implements UseCase<inventory.InventoryChanged> {
  constructor(private readonly levels: StockLevels) {}

  async handle({ productId, quantity, version }: inventory.InventoryChanged): Promise<void> {
    await this.levels.record({ productId, quantity, version });
  }
}
