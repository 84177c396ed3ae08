import { Money, newId, OrderStatus } from '@tradewind/kernel';
import { Order } from '../../src/domain/order';
import { OrderLine } from '../../src/domain/order-line';

export const PLACED_AT = new Date('2026-01-01T12:00:00.000Z');
export const YASH = { id: 'c-1', email: 'yash@example.com', name: 'Yash' };

export function aLine(productId: string, quantity = 1, price = 10, currency = 'USD'): OrderLine {
  return { productId, productName: `The ${productId}`, quantity, unitPrice: Money.fromMajor(price, currency) };
}

type Facts = Parameters<typeof Order.place>[0];

export function orderFacts(change: Partial<Facts> = {}): Facts {
  const id = newId();
  return { id, number: `ORD-${id}`, customer: YASH, lines: [aLine('lamp', 2)], placedAt: PLACED_AT, ...change };
}

/** An order that has come as far as this. */
export function anOrderThatIs(status: OrderStatus, change: Partial<Facts> = {}): Order {
  return Order.restore({
    ...orderFacts(change),
    status,
    statusReason: null,
    wantedCancelReason: null,
    updatedAt: PLACED_AT,
  });
}
