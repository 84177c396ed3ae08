import { aboutOrder, isAdmin, Page, PageRequest, Principal, StockMovementType } from '@tradewind/kernel';
import { ReservationStatus } from '../../domain/reservation';
import { UnknownOrder, UnknownProduct } from '../../domain/stock.errors';

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

/** What became of the stock of one order. */
export interface OrderStockView {
  readonly orderId: string;
  /** Null for an order whose customer inventory was not told. */
  readonly customerId: string | null;
  readonly reservation: {
    readonly status: ReservationStatus;
    readonly createdAt: Date;
    readonly updatedAt: Date;
  } | null;
  /** Oldest first, and all of them: an order has four per line at most. */
  readonly movements: readonly MovementView[];
}

/** Reads for the API; they skip the domain but not the question whose order it is. */
export abstract class StockQueries {
  abstract find(productId: string): Promise<StockView | undefined>;
  abstract list(page: PageRequest): Promise<Page<StockView>>;
  abstract ledger(productId: string, page: PageRequest): Promise<Page<MovementView>>;

  protected abstract findOfOrder(orderId: string): Promise<OrderStockView | undefined>;

  /** @throws UnknownOrder, for another customer's order too */
  async getOfOrder(orderId: string, caller: Principal): Promise<OrderStockView> {
    const view = await this.findOfOrder(orderId);
    if (!view || !(isAdmin(caller) || view.customerId === caller.userId)) throw new UnknownOrder();
    aboutOrder(orderId);
    return view;
  }

  /** @throws UnknownProduct */
  async get(productId: string): Promise<StockView> {
    const view = await this.find(productId);
    if (!view) throw new UnknownProduct(productId);
    return view;
  }
}
