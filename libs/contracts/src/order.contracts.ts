import { CancelReason } from '@tradewind/kernel';
import { Type } from 'class-transformer';
import { IsEmail, IsInt, IsISO4217CurrencyCode, IsNumber, IsString, Min, ValidateNested } from 'class-validator';
import { command, event } from './contract';

export class ConfirmOrder {
  @IsString()
  readonly orderId!: string;
}

export class CancelOrder {
  @IsString()
  readonly orderId!: string;

  @IsString()
  readonly reason!: CancelReason;
}

/** The point of no return: the order is paid for and will be delivered. */
export const confirmOrder = command({
  type: 'order.confirm-order.v1',
  payload: ConfirmOrder,
  done: { type: 'order.order-confirmed.v1' },
  refused: { type: 'order.confirmation-refused.v1', codes: ['order.transition-refused'] },
});

/** Ends an order that could not be fulfilled. */
export const cancelOrder = command({
  type: 'order.cancel-order.v1',
  payload: CancelOrder,
  done: { type: 'order.order-cancelled.v1' },
  refused: { type: 'order.cancellation-refused.v1', codes: ['order.transition-refused'] },
});

export class OrderEventItem {
  @IsString()
  readonly productId!: string;

  @IsString()
  readonly productName!: string;

  @IsInt()
  @Min(1)
  readonly quantity!: number;

  /** Unit price in major units. */
  @IsNumber()
  readonly price!: number;
}

export class OrderEvent {
  @IsString()
  readonly orderId!: string;

  @IsString()
  readonly orderNumber!: string;

  @IsString()
  readonly customerId!: string;

  @IsString()
  readonly customerName!: string;

  @IsEmail()
  readonly customerEmail!: string;

  /** Major units. */
  @IsNumber()
  readonly totalAmount!: number;

  @IsISO4217CurrencyCode()
  readonly currency!: string;

  @ValidateNested({ each: true })
  @Type(() => OrderEventItem)
  readonly items!: readonly OrderEventItem[];
}

export class OrderCancelled extends OrderEvent {
  @IsString()
  readonly reason!: string;
}

export const orderPlaced = event('order.placed.v1', OrderEvent);
export const orderConfirmed = event('order.confirmed.v1', OrderEvent);
export const orderShipped = event('order.shipped.v1', OrderEvent);
export const orderDelivered = event('order.delivered.v1', OrderEvent);
export const orderCancelled = event('order.cancelled.v1', OrderCancelled);
