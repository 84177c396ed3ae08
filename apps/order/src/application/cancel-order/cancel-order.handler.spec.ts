import { CancelReason } from '@tradewind/kernel';
import { FixedClock } from '@tradewind/testing';
import { MemoryOrderRepository } from '../../../test/fakes/order.repository.memory';
import { anOrderThatIs } from '../../../test/fakes/orders';
import { OrderNotFound, OrderTransitionRefused } from '../../domain/order.errors';
import { OrderCancelled } from '../../domain/order.events';
import { CancelOrderHandler } from './cancel-order.handler';

describe('cancelling an order', () => {
  function aShop() {
    const orders = new MemoryOrderRepository();
    const handler = new CancelOrderHandler(orders, new FixedClock());
    const cancel = (orderId: string, reason: CancelReason) => handler.handle({ orderId, reason });
    return { orders, cancel };
  }

  it.each(Object.values(CancelReason))('says why: %s', async (reason) => {
    const { orders, cancel } = aShop();
    const order = anOrderThatIs('PENDING');
    await orders.add(order);

    await cancel(order.id, reason);

    expect(await orders.lock(order.id)).toMatchObject({ status: 'CANCELLED', statusReason: reason });
    expect(orders.events).toEqual([new OrderCancelled(reason)]);
  });

  it('changes nothing the second time, the first reason included', async () => {
    const { orders, cancel } = aShop();
    const order = anOrderThatIs('PENDING');
    await orders.add(order);
    await cancel(order.id, 'out_of_stock');

    await cancel(order.id, 'timed_out');

    expect((await orders.lock(order.id))!.statusReason).toBe('out_of_stock');
    expect(orders.events).toHaveLength(1);
  });

  it.each(['SHIPPED', 'DELIVERED'] as const)('is refused when it is %s', async (status) => {
    const { orders, cancel } = aShop();
    const order = anOrderThatIs(status);
    await orders.add(order);

    await expect(cancel(order.id, 'timed_out')).rejects.toThrow(OrderTransitionRefused);
    expect((await orders.lock(order.id))!.status).toBe(status);
  });

  it('needs an order', () => expect(aShop().cancel('nobody', 'timed_out')).rejects.toThrow(OrderNotFound));
});
