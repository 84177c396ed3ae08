import { Role } from '@tradewind/kernel';
import { FixedClock } from '@tradewind/testing';
import { MemoryOrderNumbers } from '../../../test/fakes/order-numbers.memory';
import { MemoryOrderRepository } from '../../../test/fakes/order.repository.memory';
import { MemoryPriceList } from '../../../test/fakes/price-list.memory';
import { memorySagas } from '../../../test/fakes/sagas.memory';
import { OrderHasNoLines, OrderInSeveralCurrencies, PriceChanged, ProductNotSold } from '../../domain/order.errors';
import { OrderPlaced } from '../../domain/order.events';
import { PriceListUnavailable } from '../ports/price-list';
import { placeOrderSaga } from '../sagas/place-order.saga';
import { PlaceOrder } from './place-order.command';
import { PlaceOrderHandler } from './place-order.handler';

const customer = { userId: 'c-1', email: 'yash@example.com', name: 'Yash', role: Role.Customer };

function aShop() {
  const clock = new FixedClock();
  const orders = new MemoryOrderRepository();
  const prices = new MemoryPriceList().with('lamp', 19.99).with('bulb', 2.5);
  const { sagas, store, sent } = memorySagas([placeOrderSaga], clock);
  const handler = new PlaceOrderHandler(orders, prices, new MemoryOrderNumbers(), sagas, clock);
  const place = async (change: Partial<PlaceOrder>) => {
    const items = [{ productId: 'lamp', quantity: 1 }];
    const command = { customer, items, paymentMethod: 'pm_card_visa', ...change };
    return handler.handle(command, await handler.prepare(command));
  };
  return { orders, prices, store, sent, place, clock };
}

describe('placing an order', () => {
  it('takes names and prices from the catalog', async () => {
    const { orders, place } = aShop();
    const id = await place({
      items: [
        { productId: 'lamp', quantity: 2 },
        { productId: 'bulb', quantity: 4 },
      ],
    });

    const [order] = orders.all;
    expect(order!.id).toBe(id);
    expect(order!.lines.map((line) => [line.productName, line.quantity, line.unitPrice.toMajor()])).toEqual([
      ['The lamp', 2, 19.99],
      ['The bulb', 4, 2.5],
    ]);
    expect(order!.total.toString()).toBe('49.98 USD');
    expect(order!.status).toBe('PENDING');
    expect(orders.events).toEqual([new OrderPlaced()]);
  });

  it('gives it a number and the time it was placed', async () => {
    const { orders, place, clock } = aShop();
    await place({});
    expect(orders.all[0]!.number).toBe('ORD-20260101-000001');
    expect(orders.all[0]!.placedAt).toEqual(clock.now());
  });

  it('starts the saga with all that it will need, and reserves the stock first', async () => {
    const { store, sent, place } = aShop();
    const items = [
      { productId: 'lamp', quantity: 2 },
      { productId: 'lamp', quantity: 1 },
    ];
    const orderId = await place({ items, paymentMethod: 'pm_card_slow' });

    expect(store.all).toMatchObject([
      {
        definition: 'place-order',
        subject: orderId,
        status: 'RUNNING',
        step: 'reserve stock',
        state: {
          orderId,
          customerId: 'c-1',
          lines: items,
          amount: 5_997,
          currency: 'USD',
          paymentMethod: 'pm_card_slow',
        },
      },
    ]);
    expect(sent).toMatchObject([{ type: 'inventory.reserve-stock.v1', payload: { orderId, lines: items } }]);
  });

  it('is for the customer of the token, under the name of the account', async () => {
    const { orders, place } = aShop();
    await place({});
    expect(orders.all[0]!.customer).toEqual({ id: 'c-1', email: 'yash@example.com', name: 'Yash' });
  });

  it('takes the name that was given for the parcel', async () => {
    const { orders, place } = aShop();
    await place({ customerName: 'Aunt May' });
    expect(orders.all[0]!.customer.name).toBe('Aunt May');
  });

  it('keeps the address in small letters, so that it is found however it is typed', async () => {
    const { orders, place } = aShop();
    await place({ customer: { ...customer, email: 'Yash@Example.COM' } });
    expect(orders.all[0]!.customer.email).toBe('yash@example.com');
  });

  it('asks for each price once, before anything is written', async () => {
    const { prices, place } = aShop();
    await place({
      items: [
        { productId: 'lamp', quantity: 1 },
        { productId: 'lamp', quantity: 1 },
      ],
    });
    expect(prices.asked).toEqual([['lamp']]);
  });

  it('goes through at the price that the customer saw', async () => {
    const { orders, place } = aShop();
    await place({ items: [{ productId: 'lamp', quantity: 1, expectedPrice: 19.99 }] });
    expect(orders.all).toHaveLength(1);
  });

  describe('is refused, and nothing is written or sent,', () => {
    const refused = async (shop: ReturnType<typeof aShop>, change: Partial<PlaceOrder>) => {
      const error: unknown = await shop.place(change).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect([shop.orders.all, shop.orders.events, shop.store.all, shop.sent]).toEqual([[], [], [], []]);
      return error;
    };

    it('when the price has changed since, with the current one', async () => {
      const error = await refused(aShop(), { items: [{ productId: 'lamp', quantity: 1, expectedPrice: 17.99 }] });
      expect(error).toBeInstanceOf(PriceChanged);
      expect((error as PriceChanged).details).toEqual({ product_id: 'lamp', current_price: 19.99, currency: 'USD' });
    });

    it('when a product is not in the catalog', async () => {
      const items = [
        { productId: 'lamp', quantity: 1 },
        { productId: 'unicorn', quantity: 1 },
      ];
      expect(await refused(aShop(), { items })).toEqual(new ProductNotSold('unicorn'));
    });

    it('when its products are priced in two currencies', async () => {
      const shop = aShop();
      shop.prices.with('baguette', 2, 'EUR');
      const items = [
        { productId: 'lamp', quantity: 1 },
        { productId: 'baguette', quantity: 1 },
      ];
      expect(await refused(shop, { items })).toBeInstanceOf(OrderInSeveralCurrencies);
    });

    it('when it has no lines', async () => {
      expect(await refused(aShop(), { items: [] })).toBeInstanceOf(OrderHasNoLines);
    });

    it('when prices cannot be read', async () => {
      const shop = aShop();
      shop.prices.goDown();
      expect(await refused(shop, {})).toBeInstanceOf(PriceListUnavailable);
    });
  });
});
