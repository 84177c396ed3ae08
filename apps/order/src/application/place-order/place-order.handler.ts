import { Clock, newId, UseCase } from '@tradewind/kernel';
import { Sagas } from '@tradewind/saga';
import { Order } from '../../domain/order';
import { OrderLine } from '../../domain/order-line';
import { PriceChanged, ProductNotSold } from '../../domain/order.errors';
import { OrderRepository } from '../../domain/order.repository';
import { OrderNumbers } from '../ports/order-numbers';
import { PricedProduct, PriceList } from '../ports/price-list';
import { placeOrderSaga } from '../sagas/place-order.saga';
import { PlaceOrder } from './place-order.command';

interface Prepared {
  readonly lines: OrderLine[];
  readonly number: string;
}

/** Writes the order as PENDING and starts the saga that reserves, charges and confirms. */
export class PlaceOrderHandler implements UseCase<PlaceOrder, string, Prepared> {
  constructor(
    private readonly orders: OrderRepository,
    private readonly prices: PriceList,
    private readonly numbers: OrderNumbers,
    private readonly sagas: Sagas,
    private readonly clock: Clock,
  ) {}

  /** May wait for the product service: no transaction is open yet. */
  async prepare({ items }: PlaceOrder): Promise<Prepared> {
    return { lines: await this.price(items), number: await this.numbers.next(this.clock.now()) };
  }

  private async price(items: PlaceOrder['items']): Promise<OrderLine[]> {
    const productIds = [...new Set(items.map((item) => item.productId))];
    const known = await this.prices.lookUp(productIds);
    const differs = items.some(
      ({ productId, expectedPrice }) =>
        expectedPrice !== undefined && known.get(productId)?.unitPrice.toMajor() !== expectedPrice,
    );
    // Nobody is refused for a price that has just changed to the one he names.
    const priced = differs ? await this.prices.lookUpNow(productIds) : known;
    return items.map((item) => toLine(item, priced.get(item.productId)));
  }

  /** @returns the id of the order. */
  async handle(command: PlaceOrder, { lines, number }: Prepared): Promise<string> {
    const { userId: id, email, name } = command.customer;
    const customer = { id, email: email.toLowerCase(), name: command.customerName ?? name };
    const order = Order.place({ id: newId(), number, customer, lines, placedAt: this.clock.now() });
    await this.orders.add(order);
    await this.sagas.start(placeOrderSaga, {
      orderId: order.id,
      customerId: order.customer.id,
      lines: order.lines.map(({ productId, quantity }) => ({ productId, quantity })),
      amount: order.total.minor,
      currency: order.total.currency,
      paymentMethod: command.paymentMethod,
    });
    return order.id;
  }
}

function toLine(item: PlaceOrder['items'][number], product: PricedProduct | undefined): OrderLine {
  if (!product) throw new ProductNotSold(item.productId);
  const { productId, name, unitPrice } = product;
  const current = { amount: unitPrice.toMajor(), currency: unitPrice.currency };
  if (item.expectedPrice !== undefined && item.expectedPrice !== current.amount) {
    throw new PriceChanged(productId, item.expectedPrice, current);
  }
  return { productId, productName: name, quantity: item.quantity, unitPrice };
}
