/** A line of the stock ledger that an order has caused. */
export interface StockMovement {
  readonly productId: string;
  /** IN, OUT, RESERVE or RELEASE. */
  readonly type: string;
  readonly change: number;
  readonly reason: string;
  readonly createdAt: Date;
}

export interface Refund {
  /** Major units, like the payment's. */
  readonly amount: number;
  readonly reason: string;
  readonly createdAt: Date;
}

export interface OrderPayment {
  readonly id: string;
  readonly status: string;
  readonly amount: number;
  readonly refundedAmount: number;
  readonly currency: string;
  readonly provider: string;
  readonly providerReference: string | null;
  readonly createdAt: Date;
  readonly refunds: readonly Refund[];
}

/** The service that keeps a book does not answer. */
export class BookUnavailable extends Error {}

/** What other services have written in their books about an order. They check for themselves who may read it. */
export abstract class OrderBooks {
  /** @param credentials the caller's Authorization header. @throws BookUnavailable */
  abstract stockMovements(orderId: string, credentials: string): Promise<StockMovement[]>;

  /** @returns null when nothing was charged. @throws BookUnavailable */
  abstract payment(orderId: string, credentials: string): Promise<OrderPayment | null>;
}
