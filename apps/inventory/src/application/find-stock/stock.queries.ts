import { Page, PageRequest, StockMovementType } from '@tradewind/kernel';
import { UnknownProduct } from '../../domain/stock.errors';

export interface StockView {
  readonly productId: string;
  readonly productName: string;
  readonly quantity: number;
  readonly reserved: number;
  readonly available: number;
  readonly lowStockThreshold: number;
  readonly updatedAt: Date;
}

export interface MovementView {
  readonly id: string;
  readonly productId: string;
  readonly type: StockMovementType;
  readonly change: number;
  readonly reason: string;
  readonly orderId: string | null;
  readonly createdAt: Date;
}

/** Reads for the API; they skip the domain. */
export abstract class StockQueries {
  abstract find(productId: string): Promise<StockView | undefined>;
  abstract list(page: PageRequest): Promise<Page<StockView>>;
  abstract ledger(productId: string, page: PageRequest): Promise<Page<MovementView>>;

  /** @throws UnknownProduct */
  async get(productId: string): Promise<StockView> {
    const view = await this.find(productId);
    if (!view) throw new UnknownProduct(productId);
    return view;
  }
}
