import { Type } from 'class-transformer';
import { ArrayNotEmpty, IsInt, IsISO8601, IsOptional, IsString, Min, ValidateNested } from 'class-validator';
import { command, event } from './contract';

export class StockLine {
  @IsString()
  readonly productId!: string;

  @IsInt()
  @Min(1)
  readonly quantity!: number;
}

export class ReserveStock {
  @IsString()
  readonly orderId!: string;

  /** Whose order it is; commands from before there was this field lack it. */
  @IsOptional()
  @IsString()
  readonly customerId?: string;

  @ValidateNested({ each: true })
  @ArrayNotEmpty()
  @Type(() => StockLine)
  readonly lines!: readonly StockLine[];
}

export class ReleaseStock {
  @IsString()
  readonly orderId!: string;
}

export class CommitStock {
  @IsString()
  readonly orderId!: string;
}

/** Sets goods aside for an order: all lines or none. */
export const reserveStock = command({
  type: 'inventory.reserve-stock.v1',
  payload: ReserveStock,
  done: { type: 'inventory.stock-reserved.v1' },
  refused: {
    type: 'inventory.stock-reservation-failed.v1',
    codes: ['inventory.out-of-stock', 'inventory.unknown-product', 'inventory.reservation-released'],
  },
});

/** Undoes a reservation. Succeeds when there is none, and remembers it, so that a late reserve-stock is refused. */
export const releaseStock = command({
  type: 'inventory.release-stock.v1',
  payload: ReleaseStock,
  done: { type: 'inventory.stock-released.v1' },
  refused: { type: 'inventory.stock-release-failed.v1', codes: ['inventory.reservation-committed'] },
});

/** Turns a reservation into a sale. */
export const commitStock = command({
  type: 'inventory.commit-stock.v1',
  payload: CommitStock,
  done: { type: 'inventory.stock-committed.v1' },
  refused: {
    type: 'inventory.stock-commit-failed.v1',
    codes: ['inventory.reservation-missing', 'inventory.reservation-released'],
  },
});

export class ReturnStock {
  @IsString()
  readonly orderId!: string;
}

/**
 * Takes back whatever a cancelled order still has, sold or set aside. Never refused: without a reservation it leaves
 * the same mark as release-stock.
 */
export const returnStock = command({
  type: 'inventory.return-stock.v1',
  payload: ReturnStock,
  done: { type: 'inventory.stock-returned.v1' },
  refused: { type: 'inventory.stock-return-failed.v1', codes: [] },
});

export class InventoryChanged {
  @IsString()
  readonly productId!: string;

  /** Units on hand, those set aside for open orders included. */
  @IsInt()
  @Min(0)
  readonly quantity!: number;

  /** Grows with every change of the item, so that a reader can drop what comes late. */
  @IsInt()
  readonly version!: number;
}

/** The number of units on hand has changed. Reservations, which last seconds, are not told. */
export const inventoryChanged = event('inventory.changed.v1', InventoryChanged);

export class ReservationOverdue {
  @IsString()
  readonly orderId!: string;

  /** Since when the goods are set aside: RFC 3339, UTC. */
  @IsISO8601()
  readonly reservedAt!: string;
}

/**
 * Goods are set aside for longer than an order should take. A question to whoever knows whether the order is still under
 * way: if it is not, release-stock is the answer. Told again, after a while, as long as they are set aside.
 */
export const reservationOverdue = event('inventory.reservation-overdue.v1', ReservationOverdue);
