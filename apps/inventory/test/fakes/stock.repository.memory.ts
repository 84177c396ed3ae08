import { StockItem, StockMovement } from '../../src/domain/stock-item';
import { ProductAlreadyStocked } from '../../src/domain/stock.errors';
import { StockRepository } from '../../src/domain/stock.repository';

/** Keeps the numbers of each item and one ledger of all movements. What is locked is a copy until it is saved. */
export class MemoryStockRepository extends StockRepository {
  readonly ledger: StockMovement[] = [];
  private readonly items = new Map<string, { name: string; threshold: number }>();

  /** Puts units of a product on the shelf, as an earlier day did. */
  with(productId: string, quantity: number): this {
    this.items.set(productId, { name: productId, threshold: 0 });
    this.ledger.push({ productId, type: 'IN', change: quantity, reason: 'initial stock', orderId: null });
    return this;
  }

  /** On hand and reserved, as the ledger explains them. */
  numbersOf(productId: string): { quantity: number; reserved: number } {
    return { quantity: this.sum(productId, 'IN', 'OUT'), reserved: this.sum(productId, 'RESERVE', 'RELEASE') };
  }

  async add(item: StockItem): Promise<void> {
    if (this.items.has(item.productId)) throw new ProductAlreadyStocked(item.productId);
    this.items.set(item.productId, { name: item.productName, threshold: item.lowStockThreshold });
    this.ledger.push(...item.movements);
  }

  async lock(productIds: readonly string[]): Promise<StockItem[]> {
    return [...this.items]
      .filter(([productId]) => productIds.includes(productId))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([productId, { name, threshold }]) =>
        StockItem.restore({
          productId,
          productName: name,
          lowStockThreshold: threshold,
          ...this.numbersOf(productId),
        }),
      );
  }

  async save(items: readonly StockItem[]): Promise<void> {
    this.ledger.push(...items.flatMap((item) => item.movements));
  }

  private sum(productId: string, ...types: StockMovement['type'][]): number {
    return this.ledger
      .filter((movement) => movement.productId === productId && types.includes(movement.type))
      .reduce((total, { change }) => total + change, 0);
  }
}
