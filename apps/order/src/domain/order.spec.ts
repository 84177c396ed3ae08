import { OrderStatus } from '@tradewind/kernel';
import { aLine, anOrderThatIs, orderFacts, PLACED_AT } from '../../test/fakes/orders';
import { Order } from './order';
import {
  OrderCancelRequested,
  OrderHasNoLines,
  OrderInSeveralCurrencies,
  OrderTransitionRefused,
} from './order.errors';
import { OrderCancelled, OrderConfirmed, OrderDelivered, OrderPlaced, OrderShipped } from './order.events';

const LATER = new Date('2026-01-01T12:00:05.000Z');

describe('placing an order', () => {
  it('begins PENDING and is told once', () => {
    const order = Order.place(orderFacts());

    expect(order.status).toBe('PENDING');
    expect(order.statusReason).toBeNull();
    expect(order.updatedAt).toEqual(PLACED_AT);
    expect(order.pullEvents()).toEqual([new OrderPlaced()]);
    expect(order.pullEvents()).toEqual([]);
  });

  it('costs what its lines cost together, to the cent', () => {
    const order = Order.place(
      orderFacts({ lines: [aLine('pen', 3, 0.1), aLine('lamp', 2, 19.99), aLine('gift', 1, 0)] }),
    );
    expect(order.total.toString()).toBe('40.28 USD');
  });

  it('keeps two lines of one product apart, as they were ordered', () => {
    const order = Order.place(orderFacts({ lines: [aLine('lamp', 1), aLine('lamp', 2)] }));
    expect(order.lines.map((line) => line.quantity)).toEqual([1, 2]);
    expect(order.total.toMajor()).toBe(30);
  });

  it('is refused without a line', () => {
    expect(() => Order.place(orderFacts({ lines: [] }))).toThrow(OrderHasNoLines);
  });

  it('is refused in two currencies, which are named', () => {
    const lines = [aLine('lamp', 1, 10, 'USD'), aLine('bulb', 1, 10, 'EUR')];
    expect(() => Order.place(orderFacts({ lines }))).toThrow(new OrderInSeveralCurrencies(['USD', 'EUR']));
  });
});

describe('the life of an order', () => {
  const confirm = (order: Order) => order.confirm(LATER);
  const cancel = (order: Order) => order.cancel('payment_declined', LATER);
  const ship = (order: Order) => order.ship(LATER);
  const deliver = (order: Order) => order.deliver(LATER);
  const requestCancel = (order: Order) => order.requestCancel('cancelled_by_customer', LATER);

  it('is confirmed when it is PENDING', () => {
    const order = anOrderThatIs('PENDING');
    confirm(order);

    expect([order.status, order.statusReason, order.updatedAt]).toEqual(['CONFIRMED', null, LATER]);
    expect(order.pullEvents()).toEqual([new OrderConfirmed()]);
  });

  it.each(['PENDING', 'CONFIRMED'] as const)('is cancelled, with the reason, when it is %s', (status) => {
    const order = anOrderThatIs(status);
    cancel(order);

    expect([order.status, order.statusReason, order.updatedAt]).toEqual(['CANCELLED', 'payment_declined', LATER]);
    expect(order.pullEvents()).toEqual([new OrderCancelled('payment_declined')]);
  });

  it('is shipped when it is CONFIRMED, and then delivered', () => {
    const order = anOrderThatIs('CONFIRMED');
    ship(order);
    deliver(order);

    expect([order.status, order.updatedAt]).toEqual(['DELIVERED', LATER]);
    expect(order.pullEvents()).toEqual([new OrderShipped(), new OrderDelivered()]);
  });

  it.each(['PENDING', 'CONFIRMED'] as const)('notes that it is to be cancelled when it is %s, once', (status) => {
    const order = anOrderThatIs(status);
    requestCancel(order);
    order.requestCancel('cancelled_by_shop', new Date(LATER.getTime() + 1));

    expect([order.status, order.statusReason, order.updatedAt]).toEqual([status, 'cancel_requested', LATER]);
    expect(order.wantedCancelReason).toBe('cancelled_by_customer');
    expect(order.pullEvents()).toEqual([]);
  });

  it('is not shipped when it is to be cancelled, and is still cancelled', () => {
    const order = anOrderThatIs('CONFIRMED');
    requestCancel(order);
    expect(() => ship(order)).toThrow(OrderCancelRequested);
    cancel(order);
    expect(order.status).toBe('CANCELLED');
  });

  it('stays CANCELLED, with its reason, when a cancel is asked for again', () => {
    const order = anOrderThatIs('PENDING');
    cancel(order);
    requestCancel(order);
    expect([order.status, order.statusReason]).toEqual(['CANCELLED', 'payment_declined']);
  });

  const forbidden: [OrderStatus, string, (order: Order) => void][] = [
    ['CONFIRMED', 'confirmed', confirm],
    ['SHIPPED', 'confirmed', confirm],
    ['DELIVERED', 'confirmed', confirm],
    ['CANCELLED', 'confirmed', confirm],
    ['SHIPPED', 'cancelled', cancel],
    ['DELIVERED', 'cancelled', cancel],
    ['CANCELLED', 'cancelled', cancel],
    ['PENDING', 'shipped', ship],
    ['SHIPPED', 'shipped', ship],
    ['DELIVERED', 'shipped', ship],
    ['CANCELLED', 'shipped', ship],
    ['PENDING', 'delivered', deliver],
    ['CONFIRMED', 'delivered', deliver],
    ['DELIVERED', 'delivered', deliver],
    ['CANCELLED', 'delivered', deliver],
    ['SHIPPED', 'asked to be cancelled', requestCancel],
    ['DELIVERED', 'asked to be cancelled', requestCancel],
  ];

  it.each(forbidden)('when %s, cannot be %s: it stays as it is and nothing is told', (status, _, move) => {
    const order = anOrderThatIs(status);

    expect(() => move(order)).toThrow(OrderTransitionRefused);

    expect([order.status, order.statusReason, order.updatedAt]).toEqual([status, null, PLACED_AT]);
    expect(order.pullEvents()).toEqual([]);
  });

  it('tells all that happened since it was last saved, in order', () => {
    const order = Order.place(orderFacts());
    order.confirm(LATER);
    order.cancel('timed_out', LATER);
    expect(order.pullEvents()).toEqual([new OrderPlaced(), new OrderConfirmed(), new OrderCancelled('timed_out')]);
  });
});
