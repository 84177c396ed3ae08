export interface StockLevel {
  readonly productId: string;
  readonly quantity: number;
  /** Of inventory's item; grows with each of its changes. */
  readonly version: number;
}

/** What inventory has told of its stock; of products too that are not in the catalog (yet). */
export abstract class StockLevels {
  /** Keeps the level, unless a newer one is known. */
  abstract record(level: StockLevel): Promise<void>;
}
