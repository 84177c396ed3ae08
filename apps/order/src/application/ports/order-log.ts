import { OrderStatus } from '@tradewind/kernel';
import { Direction, HistoryEntry } from '@tradewind/saga';

/** A line of the step logs of an order's sagas, as far as its customer may see it: never what a reply carried. */
export interface OrderStep {
  /** Grows from line to line. */
  readonly position: number;
  readonly sagaId: string;
  /** The name of the saga's definition. */
  readonly saga: string;
  readonly action: Direction;
  readonly step: string;
  readonly what: HistoryEntry['what'];
  /** The wire name of the command or the reply. */
  readonly message: string | null;
  readonly at: Date;
  /** Of a refusal. */
  readonly code: string | null;
  /** Why it was refused or parked, or the status with which the saga ended. */
  readonly detail: string | null;
}

/** Where an order stands, all at one moment. */
export interface OrderStanding {
  readonly status: OrderStatus;
  readonly statusReason: string | null;
  readonly updatedAt: Date;
  /** A saga of it has not ended. */
  readonly isWorkedOn: boolean;
  /** The first lines after the position that was asked for, in their order. */
  readonly steps: readonly OrderStep[];
  /** There are more lines after these. */
  readonly hasMore: boolean;
}

/**
 * What happened to an order. A line is never seen before one with a lower position: only the one open saga of an order
 * writes lines, holding its row until they can be seen. The exception is left out: a late answer to a saga that has
 * ended, which changes nothing and is noted as `ignored`.
 */
export abstract class OrderLog {
  abstract read(orderId: string, after: number): Promise<OrderStanding>;
}
