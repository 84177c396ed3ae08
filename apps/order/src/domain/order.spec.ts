import { OrderStatus } from '@tradewind/kernel';
import { aLine, anOrderThatIs, orderFacts, PLACED_AT } from '../../test/fakes/orders';
import { Order } from './order';
import { OrderHasNoLines, OrderInSeveralCurrencies, OrderTransitionRefused } from './order.errors';
import { OrderCancelled, OrderConfirmed, OrderPlaced } from './order.events';

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

  const forbidden: [OrderStatus, string, (order: Order) => void][] = [
    ['CONFIRMED', 'confirmed', confirm],
    ['SHIPPED', 'confirmed', confirm],
    ['DELIVERED', 'confirmed', confirm],
    ['CANCELLED', 'confirmed', confirm],
    ['SHIPPED', 'cancelled', cancel],
    ['DELIVERED', 'cancelled', cancel],
    ['CANCELLED', 'cancelled', cancel],
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
