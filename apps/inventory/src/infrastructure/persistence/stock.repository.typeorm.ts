import { inventory } from '@tradewind/contracts';
import { newId } from '@tradewind/kernel';
import { EventPublisher } from '@tradewind/messaging';
import { Database } from '@tradewind/persistence';
import { StockItem, StockMovement } from '../../domain/stock-item';
import { ProductAlreadyStocked } from '../../domain/stock.errors';
import { StockRepository } from '../../domain/stock.repository';

interface ItemRow {
  product_id: string;
  product_name: string;
  quantity: number;
  reserved_qty: number;
  low_stock_threshold: number;
}

export class TypeOrmStockRepository extends StockRepository {
  constructor(
    private readonly db: Database,
    private readonly events: EventPublisher,
  ) {
    super();
  }

  async add(item: StockItem): Promise<void> {
    const added = await this.db.query(
      `INSERT INTO inventory_items (product_id, product_name, quantity, low_stock_threshold)
       VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING product_id`,
      [item.productId, item.productName, item.quantity, item.lowStockThreshold],
    );
    if (added.length === 0) throw new ProductAlreadyStocked(item.productId);
    await this.writeLedger(item.movements);
    await this.tellChange(item.productId, item.quantity, 1);
  }

  async lock(productIds: readonly string[]): Promise<StockItem[]> {
    const rows = await this.db.query<ItemRow>(
      `SELECT product_id, product_name, quantity, reserved_qty, low_stock_threshold FROM inventory_items
       WHERE product_id = ANY($1) ORDER BY product_id FOR UPDATE`,
      [productIds],
    );
    return rows.map(toItem);
  }

  /** The numbers move by what the ledger says, in one statement that keeps within the bounds of the CHECK. */
  async save(items: readonly StockItem[]): Promise<void> {
    const movements = items.flatMap((item) => item.movements);
    if (movements.length === 0) return;
    const changed = await this.db.query<{ product_id: string; quantity: number; version: number }>(
      `UPDATE inventory_items SET
         quantity = inventory_items.quantity + change.on_hand,
         reserved_qty = inventory_items.reserved_qty + change.set_aside,
         version = inventory_items.version + 1,
         updated_at = now()
       FROM unnest($1::text[], $2::int[], $3::int[]) AS change (product_id, on_hand, set_aside)
       WHERE inventory_items.product_id = change.product_id
       RETURNING inventory_items.product_id, inventory_items.quantity, inventory_items.version`,
      [
        items.map((i) => i.productId),
        items.map((i) => sum(i, 'IN', 'OUT')),
        items.map((i) => sum(i, 'RESERVE', 'RELEASE')),
      ],
    );
    await this.writeLedger(movements);
    for (const item of items.filter((moved) => sum(moved, 'IN', 'OUT') !== 0)) {
      const row = changed.find((candidate) => candidate.product_id === item.productId)!;
      await this.tellChange(row.product_id, row.quantity, row.version);
    }
  }

  private async writeLedger(movements: readonly StockMovement[]): Promise<void> {
    if (movements.length === 0) return;
    await this.db.query(
      `INSERT INTO stock_transactions (id, product_id, type, change_qty, reason, order_id)
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::int[], $5::text[], $6::text[])`,
      [
        movements.map(() => newId()),
        movements.map((m) => m.productId),
        movements.map((m) => m.type),
        movements.map((m) => m.change),
        movements.map((m) => m.reason),
        movements.map((m) => m.orderId),
      ],
    );
  }

  private async tellChange(productId: string, quantity: number, version: number): Promise<void> {
    await this.events.publish(inventory.inventoryChanged, productId, { productId, quantity, version });
  }
}

function sum(item: StockItem, ...types: StockMovement['type'][]): number {
  return item.movements.filter((m) => types.includes(m.type)).reduce((total, m) => total + m.change, 0);
}

function toItem(row: ItemRow): StockItem {
  return StockItem.restore({
    productId: row.product_id,
    productName: row.product_name,
    quantity: row.quantity,
    reserved: row.reserved_qty,
    lowStockThreshold: row.low_stock_threshold,
  });
}
