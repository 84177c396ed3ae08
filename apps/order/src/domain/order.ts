import { AggregateRoot, CancelReason, Money, OrderStatus } from '@tradewind/kernel';
import { OrderLine, totalOf } from './order-line';
import { OrderHasNoLines, OrderInSeveralCurrencies, OrderTransitionRefused } from './order.errors';
import { OrderCancelled, OrderConfirmed, OrderEvent, OrderPlaced } from './order.events';

/** The legal moves; everything else is refused. */
const NEXT: Record<OrderStatus, readonly OrderStatus[]> = {
  PENDING: ['CONFIRMED', 'CANCELLED'],
  CONFIRMED: ['SHIPPED', 'CANCELLED'],
  SHIPPED: ['DELIVERED'],
  DELIVERED: [],
  CANCELLED: [],
};

export interface Customer {
  readonly id: string;
  readonly email: string;
  readonly name: string;
}

interface OrderFacts {
  readonly id: string;
  readonly number: string;
  readonly customer: Customer;
  readonly lines: readonly OrderLine[];
  readonly placedAt: Date;
}

export class Order extends AggregateRoot<OrderEvent> {
  private constructor(
    private readonly facts: OrderFacts,
    private current: OrderStatus,
    private reason: string | null,
    private changedAt: Date,
  ) {
    super();
  }

  static place(facts: OrderFacts): Order {
    if (facts.lines.length === 0) throw new OrderHasNoLines();
    const currencies = new Set(facts.lines.map((line) => line.unitPrice.currency));
    if (currencies.size > 1) throw new OrderInSeveralCurrencies([...currencies]);
    const order = new Order(facts, OrderStatus.Pending, null, facts.placedAt);
    order.record(new OrderPlaced());
    return order;
  }

  /** Rebuilds what was stored; it was valid then. */
  static restore(facts: OrderFacts & { status: OrderStatus; statusReason: string | null; updatedAt: Date }): Order {
    return new Order(facts, facts.status, facts.statusReason, facts.updatedAt);
  }

  get id(): string {
    return this.facts.id;
  }

  get number(): string {
    return this.facts.number;
  }

  get customer(): Customer {
    return this.facts.customer;
  }

  get lines(): readonly OrderLine[] {
    return this.facts.lines;
  }

  get placedAt(): Date {
    return this.facts.placedAt;
  }

  get status(): OrderStatus {
    return this.current;
  }

  get statusReason(): string | null {
    return this.reason;
  }

  get updatedAt(): Date {
    return this.changedAt;
  }

  get total(): Money {
    return this.lines.map(totalOf).reduce((sum, line) => sum.plus(line));
  }

  /** Stock is reserved and the money is there: from here on the order is delivered. @throws OrderTransitionRefused */
  confirm(now: Date): void {
    this.moveTo(OrderStatus.Confirmed, null, now);
    this.record(new OrderConfirmed());
  }

  /** @throws OrderTransitionRefused */
  cancel(reason: CancelReason, now: Date): void {
    this.moveTo(OrderStatus.Cancelled, reason, now);
    this.record(new OrderCancelled(reason));
  }

  private moveTo(next: OrderStatus, reason: string | null, now: Date): void {
    if (!NEXT[this.current].includes(next)) throw new OrderTransitionRefused(this.id, this.current, next);
    this.current = next;
    this.reason = reason;
    this.changedAt = now;
  }
}
