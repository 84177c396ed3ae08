/** Words that several services use, written once. Each is a value and a type. */

export const OrderStatus = {
  Pending: 'PENDING',
  Confirmed: 'CONFIRMED',
  Shipped: 'SHIPPED',
  Delivered: 'DELIVERED',
  Cancelled: 'CANCELLED',
} as const;
export type OrderStatus = (typeof OrderStatus)[keyof typeof OrderStatus];

/** Why an order was cancelled: the `status_reason` of the API. */
export const CancelReason = {
  OutOfStock: 'out_of_stock',
  PaymentDeclined: 'payment_declined',
  PaymentFailed: 'payment_failed',
  TimedOut: 'timed_out',
  CancelledByCustomer: 'cancelled_by_customer',
  /** By an ADMIN, for whatever reason. */
  CancelledByShop: 'cancelled_by_shop',
} as const;
export type CancelReason = (typeof CancelReason)[keyof typeof CancelReason];

/** The `status_reason` of an order that is to be cancelled and is not yet undone. */
export const CANCEL_REQUESTED = 'cancel_requested';

export const PaymentStatus = {
  Pending: 'PENDING',
  Captured: 'CAPTURED',
  Declined: 'DECLINED',
  Failed: 'FAILED',
  Refunded: 'REFUNDED',
  PartiallyRefunded: 'PARTIALLY_REFUNDED',
} as const;
export type PaymentStatus = (typeof PaymentStatus)[keyof typeof PaymentStatus];

export const StockMovementType = { In: 'IN', Out: 'OUT', Reserve: 'RESERVE', Release: 'RELEASE' } as const;
export type StockMovementType = (typeof StockMovementType)[keyof typeof StockMovementType];

export const Role = { Customer: 'CUSTOMER', Admin: 'ADMIN' } as const;
export type Role = (typeof Role)[keyof typeof Role];
