import { inventory } from '@tradewind/contracts';
import { Counter, DomainError, Metrics, StockMovementType, UnitOfWork, UseCase } from '@tradewind/kernel';
import { StockItem } from '../domain/stock-item';
import { StockRepository } from '../domain/stock.repository';

/** Counts the units that move, by what moves them. */
export class CountedStock extends StockRepository {
  private readonly moved;

  constructor(
    private readonly stock: StockRepository,
    private readonly unitOfWork: UnitOfWork,
    metrics: Metrics,
  ) {
    super();
    this.moved = metrics.counter(
      { name: 'stock_units_moved_total', help: 'Units in the lines of the ledger', labels: ['type'] },
      Object.values(StockMovementType).map((type) => ({ type })),
    );
  }

  async add(item: StockItem): Promise<void> {
    await this.stock.add(item);
    this.count([item]);
  }

  lock(productIds: readonly string[]): Promise<StockItem[]> {
    return this.stock.lock(productIds);
  }

  async save(items: readonly StockItem[]): Promise<void> {
    await this.stock.save(items);
    this.count(items);
  }

  private count(items: readonly StockItem[]): void {
    const movements = items.flatMap((item) => item.movements);
    this.unitOfWork.afterCommit(() => {
      for (const { type, change } of movements) this.moved.add({ type }, Math.abs(change));
    });
  }
}

const RESERVED = 'reserved';
const REFUSALS: Readonly<Record<string, string>> = {
  'inventory.out-of-stock': 'out_of_stock',
  'inventory.unknown-product': 'unknown_product',
  'inventory.reservation-released': 'released_before',
};

/** Counts how reservations turn out. A command that comes twice is handled once, and counted once. */
export class CountedReserveStock implements UseCase<inventory.ReserveStock> {
  private readonly reservations: Counter<'outcome'>;

  constructor(
    private readonly reserveStock: UseCase<inventory.ReserveStock>,
    private readonly unitOfWork: UnitOfWork,
    metrics: Metrics,
  ) {
    this.reservations = metrics.counter(
      { name: 'stock_reservations_total', help: 'Orders that asked for goods', labels: ['outcome'] },
      [RESERVED, ...Object.values(REFUSALS)].map((outcome) => ({ outcome })),
    );
  }

  async handle(command: inventory.ReserveStock): Promise<void> {
    try {
      await this.reserveStock.handle(command);
      this.unitOfWork.afterCommit(() => this.reservations.add({ outcome: RESERVED }));
    } catch (error) {
      const outcome = error instanceof DomainError ? REFUSALS[error.code] : undefined;
      if (outcome) this.reservations.add({ outcome });
      throw error;
    }
  }
}
