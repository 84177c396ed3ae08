import { aboutOrder, isAdmin, OrderStatus, Page, PageRequest, Principal } from '@tradewind/kernel';
import { NotYourOrders, OrderNotFound } from '../../domain/order.errors';

export interface OrderView {
  readonly id: string;
  readonly orderNumber: string;
  readonly customerId: string;
  readonly customerEmail: string;
  readonly customerName: string;
  readonly items: readonly OrderItemView[];
  /** Major units. */
  readonly totalAmount: number;
  readonly currency: string;
  readonly status: OrderStatus;
  readonly statusReason: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface OrderItemView {
  readonly productId: string;
  readonly productName: string;
  readonly quantity: number;
  readonly unitPrice: number;
  readonly totalPrice: number;
}

/** Reads for the API; they skip the aggregate but not the question whose orders these are. */
export abstract class OrderQueries {
  protected abstract find(id: string): Promise<OrderView | undefined>;

  /** @param of the customer whose orders are listed; all customers' when left out */
  protected abstract list(
    of: { customerId?: string; customerEmail?: string },
    page: PageRequest,
  ): Promise<Page<OrderView>>;

  /** @throws OrderNotFound, for another customer's order too */
  async get(id: string, caller: Principal): Promise<OrderView> {
    const order = await this.find(id);
    if (!order || !(isAdmin(caller) || order.customerId === caller.userId)) throw new OrderNotFound();
    aboutOrder(order.id);
    return order;
  }

  /** An ADMIN sees everybody's orders, a customer their own. */
  async listFor(caller: Principal, page: PageRequest): Promise<Page<OrderView>> {
    return this.list(isAdmin(caller) ? {} : { customerId: caller.userId }, page);
  }

  /** @throws NotYourOrders */
  async listByEmail(email: string, caller: Principal, page: PageRequest): Promise<Page<OrderView>> {
    const customerEmail = email.toLowerCase();
    if (isAdmin(caller)) return this.list({ customerEmail }, page);
    if (customerEmail !== caller.email.toLowerCase()) throw new NotYourOrders();
    return this.list({ customerId: caller.userId }, page);
  }
}
