import { Page, PageRequest, StockMovementType, toPage } from '@tradewind/kernel';
import { Database } from '@tradewind/persistence';
import { MovementView, OrderStockView, StockQueries, StockView } from '../../application/find-stock/stock.queries';
import { ReservationStatus } from '../../domain/reservation';

interface ItemRow {
  product_id: string;
  product_name: string;
  quantity: number;
  reserved_qty: number;
  low_stock_threshold: number;
  created_at: Date;
  updated_at: Date;
}

interface MovementRow {
  id: string;
  product_id: string;
  type: StockMovementType;
  change_qty: number;
  reason: string;
  order_id: string | null;
  created_at: Date;
}

interface ReservationRow {
  customer_id: string | null;
  status: ReservationStatus | null;
  reserved_at: Date;
  updated_at: Date;
}

/** A row per movement; one without a movement where there is none. */
type OrderStockRow = ReservationRow & (MovementRow | { [K in keyof MovementRow]: null });

export class TypeOrmStockQueries extends StockQueries {
  constructor(private readonly db: Database) {
    super();
  }

  async find(productId: string): Promise<StockView | undefined> {
    const [row] = await this.db.query<ItemRow>('SELECT * FROM inventory_items WHERE product_id = $1', [productId]);
    return row && toView(row);
  }

  async list({ limit, after }: PageRequest): Promise<Page<StockView>> {
    const rows = await this.db.query<ItemRow>(
      `SELECT * FROM inventory_items
       WHERE $1::timestamptz IS NULL OR (created_at, product_id) < ($1, $2)
       ORDER BY created_at DESC, product_id DESC LIMIT $3`,
      [after?.createdAt ?? null, after?.id ?? null, limit + 1],
    );
    return toPage(
      rows.map((row) => ({ ...toView(row), id: row.product_id, createdAt: row.created_at })),
      limit,
    );
  }

  async ledger(productId: string, { limit, after }: PageRequest): Promise<Page<MovementView>> {
    const rows = await this.db.query<MovementRow>(
      `SELECT * FROM stock_transactions
       WHERE product_id = $1 AND ($2::timestamptz IS NULL OR (created_at, id) < ($2, $3::uuid))
       ORDER BY created_at DESC, id DESC LIMIT $4`,
      [productId, after?.createdAt ?? null, after?.id ?? null, limit + 1],
    );
    return toPage(rows.map(toMovement), limit);
  }

  /** In one statement, so that what it says about the reservation and the movements is of one moment. */
  protected async findOfOrder(orderId: string): Promise<OrderStockView | undefined> {
    const rows = await this.db.query<OrderStockRow>(
      `SELECT reservation.customer_id, reservation.status, reservation.created_at AS reserved_at,
         reservation.updated_at, movement.*
       FROM (SELECT $1::text AS id) asked
       LEFT JOIN reservations reservation ON reservation.order_id = asked.id
       LEFT JOIN stock_transactions movement ON movement.order_id = asked.id
       ORDER BY movement.created_at, movement.id`,
      [orderId],
    );
    return toOrderStock(orderId, rows);
  }
}

function toView(row: ItemRow): StockView {
  return {
    productId: row.product_id,
    productName: row.product_name,
    quantity: row.quantity,
    reserved: row.reserved_qty,
    available: row.quantity - row.reserved_qty,
    lowStockThreshold: row.low_stock_threshold,
    updatedAt: row.updated_at,
  };
}

function toOrderStock(orderId: string, rows: readonly OrderStockRow[]): OrderStockView | undefined {
  const movements = rows.flatMap((row) => (row.id === null ? [] : [toMovement(row)]));
  const { customer_id: customerId, status, reserved_at: createdAt, updated_at: updatedAt } = rows[0]!;
  if (status === null && movements.length === 0) return undefined;
  return { orderId, customerId, reservation: status && { status, createdAt, updatedAt }, movements };
}

function toMovement(row: MovementRow): MovementView {
  return {
    id: row.id,
    productId: row.product_id,
    type: row.type,
    change: row.change_qty,
    reason: row.reason,
    orderId: row.order_id,
    createdAt: row.created_at,
  };
}
