import { UseCase } from '@tradewind/kernel';
import { StockItem } from '../../domain/stock-item';
import { StockRepository } from '../../domain/stock.repository';

export interface AddItem {
  readonly productId: string;
  readonly productName: string;
  readonly quantity: number;
  readonly lowStockThreshold: number;
}

/** Begins to keep stock of a product. */
export class AddItemHandler implements UseCase<AddItem> {
  constructor(private readonly stock: StockRepository) {}

  async handle(command: AddItem): Promise<void> {
    await this.stock.add(StockItem.add(command));
  }
}
