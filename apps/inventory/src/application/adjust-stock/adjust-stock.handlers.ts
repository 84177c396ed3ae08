import { UseCase } from '@tradewind/kernel';
import { StockItem } from '../../domain/stock-item';
import { UnknownProduct } from '../../domain/stock.errors';
import { StockRepository } from '../../domain/stock.repository';

export interface AdjustStock {
  readonly productId: string;
  readonly quantity: number;
  readonly reason: string;
}

/** Takes units away by hand; those set aside for orders stay. */
export class ReduceStockHandler implements UseCase<AdjustStock> {
  constructor(private readonly stock: StockRepository) {}

  async handle({ productId, quantity, reason }: AdjustStock): Promise<void> {
    const item = await lockOne(this.stock, productId);
    item.reduce(quantity, reason);
    await this.stock.save([item]);
  }
}

/** Adds units by hand. */
export class RestockHandler implements UseCase<AdjustStock> {
  constructor(private readonly stock: StockRepository) {}

  async handle({ productId, quantity, reason }: AdjustStock): Promise<void> {
    const item = await lockOne(this.stock, productId);
    item.restock(quantity, reason);
    await this.stock.save([item]);
  }
}

async function lockOne(stock: StockRepository, productId: string): Promise<StockItem> {
  const [item] = await stock.lock([productId]);
  if (!item) throw new UnknownProduct(productId);
  return item;
}
