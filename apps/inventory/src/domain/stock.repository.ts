import { StockItem } from './stock-item';

export abstract class StockRepository {
  /** @throws ProductAlreadyStocked */
  abstract add(item: StockItem): Promise<void>;

  /** Holds these items against others until the transaction ends; always in the same order, so nobody deadlocks. */
  abstract lock(productIds: readonly string[]): Promise<StockItem[]>;

  /** Writes the movements of each item: its numbers, the ledger and the event. */
  abstract save(items: readonly StockItem[]): Promise<void>;
}
