import { StockMovementType } from '@tradewind/kernel';
import { OutOfStock, TooMuchStock } from './stock.errors';

/** What a 4-byte integer holds with room to spare. */
const MOST_ON_HAND = 1_000_000_000;

/** One line of the ledger: every change of an item has one. */
export interface StockMovement {
  readonly productId: string;
  readonly type: StockMovementType;
  /** Signed: RESERVE and IN add, RELEASE and OUT take. */
  readonly change: number;
  readonly reason: string;
  readonly orderId: string | null;
}

interface Counts {
  readonly productId: string;
  readonly productName: string;
  readonly quantity: number;
  readonly reserved: number;
  readonly lowStockThreshold: number;
}

/**
 * The stock of one product. Its numbers change only by movements, so that the ledger always explains them:
 * quantity = sum of IN and OUT, reserved = sum of RESERVE and RELEASE.
 */
export class StockItem {
  private readonly moved: StockMovement[] = [];
  private onHand: number;
  private setAside: number;

  private constructor(private readonly counts: Counts) {
    this.onHand = counts.quantity;
    this.setAside = counts.reserved;
  }

  static add(of: { productId: string; productName: string; quantity: number; lowStockThreshold: number }): StockItem {
    const item = new StockItem({ ...of, quantity: 0, reserved: 0 });
    if (of.quantity > 0) item.move('IN', of.quantity, 'initial stock');
    return item;
  }

  static restore(counts: Counts): StockItem {
    return new StockItem(counts);
  }

  get productId(): string {
    return this.counts.productId;
  }

  get productName(): string {
    return this.counts.productName;
  }

  get lowStockThreshold(): number {
    return this.counts.lowStockThreshold;
  }

  /** Units that are here, those set aside included. */
  get quantity(): number {
    return this.onHand;
  }

  /** Units set aside for orders under way. */
  get reserved(): number {
    return this.setAside;
  }

  /** Units that may still be sold. */
  get available(): number {
    return this.onHand - this.setAside;
  }

  /** @throws TooMuchStock */
  restock(quantity: number, reason: string): void {
    const total = this.onHand + quantity;
    if (total > MOST_ON_HAND) throw new TooMuchStock(this.productId, total, MOST_ON_HAND);
    this.move('IN', quantity, reason);
  }

  /** Takes units away by hand (broken, lost). Those set aside for orders stay. @throws OutOfStock */
  reduce(quantity: number, reason: string): void {
    this.mustHave(quantity);
    this.move('OUT', -quantity, reason);
  }

  /** @throws OutOfStock */
  reserve(quantity: number, orderId: string): void {
    this.mustHave(quantity);
    this.move('RESERVE', quantity, 'order placed', orderId);
  }

  release(quantity: number, orderId: string): void {
    this.move('RELEASE', -quantity, 'order undone', orderId);
  }

  /** Turns what was set aside into a sale. */
  commit(quantity: number, orderId: string): void {
    this.move('RELEASE', -quantity, 'order confirmed', orderId);
    this.move('OUT', -quantity, 'order confirmed', orderId);
  }

  /** Takes units back that were sold to an order which is cancelled after all. */
  takeBack(quantity: number, orderId: string): void {
    this.move('IN', quantity, 'order-cancelled', orderId);
  }

  /** What has changed since it was restored, oldest first. */
  get movements(): readonly StockMovement[] {
    return this.moved;
  }

  private mustHave(quantity: number): void {
    if (quantity > this.available) throw new OutOfStock(this.productId, quantity, this.available);
  }

  private move(type: StockMovementType, change: number, reason: string, orderId: string | null = null): void {
    if (type === 'IN' || type === 'OUT') this.onHand += change;
    else this.setAside += change;
    this.moved.push({ productId: this.productId, type, change, reason, orderId });
  }
}
