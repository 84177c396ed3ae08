import { FixedClock } from '@tradewind/testing';
import { MemoryOrderRepository } from '../../../test/fakes/order.repository.memory';
import { anOrderThatIs } from '../../../test/fakes/orders';
import { OrderNotFound, OrderTransitionRefused } from '../../domain/order.errors';
import { OrderConfirmed } from '../../domain/order.events';
import { ConfirmOrderHandler } from './confirm-order.handler';

describe('confirming an order', () => {
  const orders = new MemoryOrderRepository();
  const clock = new FixedClock(new Date('2026-01-01T12:00:05.000Z'));
  const confirm = (orderId: string) => new ConfirmOrderHandler(orders, clock).handle({ orderId });

  it('makes it CONFIRMED and tells it', async () => {
    const order = anOrderThatIs('PENDING');
    await orders.add(order);

    await confirm(order.id);

    expect(await orders.lock(order.id)).toMatchObject({ status: 'CONFIRMED', updatedAt: clock.now() });
    expect(orders.events).toEqual([new OrderConfirmed()]);
  });

  it('is refused once it is cancelled: the saga then undoes', async () => {
    const order = anOrderThatIs('CANCELLED');
    await orders.add(order);
    await expect(confirm(order.id)).rejects.toThrow(OrderTransitionRefused);
    expect((await orders.lock(order.id))!.status).toBe('CANCELLED');
  });

  it('needs an order', () => expect(confirm('nobody')).rejects.toThrow(OrderNotFound));
});
