import { Role } from '@tradewind/kernel';
import { FixedClock } from '@tradewind/testing';
import { MemoryIdempotencyKeys } from '../../../test/fakes/idempotency-keys.memory';
import { MemoryOrderNumbers } from '../../../test/fakes/order-numbers.memory';
import { MemoryOrderRepository } from '../../../test/fakes/order.repository.memory';
import { MemoryPriceList } from '../../../test/fakes/price-list.memory';
import { memorySagas } from '../../../test/fakes/sagas.memory';
import { PriceChanged, ProductNotSold } from '../../domain/order.errors';
import { IdempotencyKeyInFlight, IdempotencyKeyReused } from '../ports/idempotency-keys';
import { PriceListUnavailable } from '../ports/price-list';
import { placeOrderSaga } from '../sagas/place-order.saga';
import { PlaceOrder } from './place-order.command';
import { PlaceOrderOnce, PlaceOrderOnceHandler } from './place-order-once.handler';
import { PlaceOrderHandler } from './place-order.handler';

const HOURS = 60 * 60 * 1_000;
const yash = { userId: 'c-1', email: 'yash@example.com', name: 'Yash', role: Role.Customer };
const eve = { ...yash, userId: 'c-2', email: 'eve@example.com' };

function aShop() {
  const clock = new FixedClock();
  const orders = new MemoryOrderRepository();
  const prices = new MemoryPriceList().with('lamp', 19.99);
  const keys = new MemoryIdempotencyKeys(clock);
  const { sagas, store } = memorySagas([placeOrderSaga], clock);
  const placeOrder = new PlaceOrderHandler(orders, prices, new MemoryOrderNumbers(), sagas, clock);
  const handler = new PlaceOrderOnceHandler(placeOrder, keys);
  const place = async (key?: string, { fingerprint = 'f-1', ...change }: Partial<PlaceOrder> & Print = {}) => {
    const command = commandOf(key, fingerprint, change);
    return handler.handle(command, await handler.prepare(command));
  };
  return { clock, orders, prices, keys, store, handler, place };
}

type Print = { fingerprint?: string };

function commandOf(key: string | undefined, fingerprint: string, change: Partial<PlaceOrder> = {}): PlaceOrderOnce {
  const items = [{ productId: 'lamp', quantity: 1, expectedPrice: 19.99 }];
  const order = { customer: yash, items, paymentMethod: 'pm_card_visa', ...change };
  return key === undefined ? { order } : { order, idempotency: { key, fingerprint } };
}

describe('placing an order once', () => {
  it('places it the first time', async () => {
    const { orders, store, place } = aShop();
    const placed = await place('k-1');
    expect(placed).toEqual({ orderId: orders.all[0]!.id, replayed: false });
    expect(store.all).toMatchObject([{ subject: placed.orderId }]);
  });

  it('answers the same request with the order that it has placed', async () => {
    const { orders, store, place } = aShop();
    const { orderId } = await place('k-1');
    expect(await place('k-1')).toEqual({ orderId, replayed: true });
    expect([orders.all.length, store.all.length]).toEqual([1, 1]);
  });

  it('does so without asking for prices, which may have changed or be unknown now', async () => {
    const { prices, place } = aShop();
    const { orderId } = await place('k-1');
    prices.with('lamp', 25);
    expect(await place('k-1')).toEqual({ orderId, replayed: true });
    prices.goDown();
    expect(await place('k-1')).toEqual({ orderId, replayed: true });
    expect(prices.asked).toHaveLength(1);
  });

  it('places one order for each key, and for each request without one', async () => {
    const { orders, keys, place } = aShop();
    for (const key of ['k-1', 'k-2', undefined, undefined]) expect((await place(key)).replayed).toBe(false);
    expect([orders.all.length, keys.count]).toEqual([4, 2]);
  });

  it('keeps the keys of two customers apart', async () => {
    const { orders, place } = aShop();
    await place('k-1');
    expect(await place('k-1', { customer: eve, fingerprint: 'f-2' })).toMatchObject({ replayed: false });
    expect(orders.all.map(({ customer }) => customer.id)).toEqual(['c-1', 'c-2']);
  });

  it('refuses a key that belongs to another body', async () => {
    const { orders, prices, place } = aShop();
    await place('k-1');
    await expect(place('k-1', { fingerprint: 'f-2' })).rejects.toThrow(IdempotencyKeyReused);
    expect([orders.all.length, prices.asked.length]).toEqual([1, 1]);
  });

  it('forgets a key after a day', async () => {
    const { clock, orders, place } = aShop();
    await place('k-1');
    clock.advance(24 * HOURS - 1);
    expect(await place('k-1')).toMatchObject({ replayed: true });
    clock.advance(1);
    expect(await place('k-1', { fingerprint: 'f-2' })).toEqual({ orderId: orders.all[1]!.id, replayed: false });
    expect(await place('k-1', { fingerprint: 'f-2' })).toMatchObject({ replayed: true });
  });

  it('removes forgotten keys, so many at a time', async () => {
    const { clock, keys, place } = aShop();
    for (const key of ['k-1', 'k-2', 'k-3']) await place(key);
    clock.advance(24 * HOURS);
    await place('k-4');
    expect([await keys.removeExpired(2), await keys.removeExpired(2), keys.count]).toEqual([2, 1, 1]);
  });

  describe('of two equal requests at once', () => {
    it('sends one away while the other is being written', async () => {
      const { orders, keys, place } = aShop();
      const second = keys.whileTaken({ customerId: 'c-1', key: 'k-1' }, () => place('k-1'));
      await expect(second).rejects.toMatchObject({ code: 'order.idempotency-key-in-flight', retryAfterSeconds: 1 });
      await expect(second).rejects.toThrow(IdempotencyKeyInFlight);
      expect(orders.all).toEqual([]);
    });

    it('finds the order that was written while prices were asked for', async () => {
      const { orders, handler, place } = aShop();
      const prepared = await handler.prepare(commandOf('k-1', 'f-1'));
      const { orderId } = await place('k-1');
      expect(await handler.handle(commandOf('k-1', 'f-1'), prepared)).toEqual({ orderId, replayed: true });
      expect(orders.all).toHaveLength(1);
    });

    it('refuses the second when it turns out to be another', async () => {
      const { orders, handler, place } = aShop();
      const prepared = await handler.prepare(commandOf('k-1', 'f-2'));
      await place('k-1');
      await expect(handler.handle(commandOf('k-1', 'f-2'), prepared)).rejects.toThrow(IdempotencyKeyReused);
      expect(orders.all).toHaveLength(1);
    });
  });

  describe('keeps no key of a request that was refused', () => {
    it.each([
      ['a price that has changed', PriceChanged, { items: [{ productId: 'lamp', quantity: 1, expectedPrice: 5 }] }],
      ['an unknown product', ProductNotSold, { items: [{ productId: 'unicorn', quantity: 1 }] }],
    ])('for %s', async (_why, refusal, change) => {
      const { keys, place } = aShop();
      await expect(place('k-1', { ...change, fingerprint: 'f-2' })).rejects.toThrow(refusal);
      expect(keys.count).toBe(0);
      expect(await place('k-1')).toMatchObject({ replayed: false });
    });

    it('because prices could not be read', async () => {
      const { keys, prices, place } = aShop();
      prices.goDown();
      await expect(place('k-1')).rejects.toThrow(PriceListUnavailable);
      expect(keys.count).toBe(0);
    });
  });
});
