import { AggregateRoot, CANCEL_REQUESTED, CancelReason, Money, OrderStatus } from '@tradewind/kernel';
import { OrderLine, totalOf } from './order-line';
import {
  OrderCancelRequested,
  OrderHasNoLines,
  OrderInSeveralCurrencies,
  OrderTransitionRefused,
} from './order.errors';
import { OrderCancelled, OrderConfirmed, OrderDelivered, OrderEvent, OrderPlaced, OrderShipped } from './order.events';

/** The legal moves; everything else is refused. */
const NEXT: Record<OrderStatus, readonly OrderStatus[]> = {
  PENDING: ['CONFIRMED', 'CANCELLED'],
  CONFIRMED: ['SHIPPED', 'CANCELLED'],
  SHIPPED: ['DELIVERED'],
  DELIVERED: [],
  CANCELLED: [],
};

/** True for a status that an order never leaves. */
export function isFinal(status: OrderStatus): boolean {
  return NEXT[status].length === 0;
}

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

interface OrderProgress {
  readonly status: OrderStatus;
  readonly statusReason: string | null;
  readonly wantedCancelReason: CancelReason | null;
  readonly updatedAt: Date;
}

export class Order extends AggregateRoot<OrderEvent> {
  private constructor(
    private readonly facts: OrderFacts,
    private current: OrderStatus,
    private reason: string | null,
    private cancelReason: CancelReason | null,
    private changedAt: Date,
  ) {
    super();
  }

  static place(facts: OrderFacts): Order {
    if (facts.lines.length === 0) throw new OrderHasNoLines();
    const currencies = new Set(facts.lines.map((line) => line.unitPrice.currency));
    if (currencies.size > 1) throw new OrderInSeveralCurrencies([...currencies]);
    const order = new Order(facts, OrderStatus.Pending, null, null, facts.placedAt);
    order.record(new OrderPlaced());
    return order;
  }

  /** Rebuilds what was stored; it was valid then. */
  static restore(facts: OrderFacts & OrderProgress): Order {
    return new Order(facts, facts.status, facts.statusReason, facts.wantedCancelReason, facts.updatedAt);
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

  /** @throws OrderTransitionRefused, OrderCancelRequested */
  ship(now: Date, note: string | null = null): void {
    if (this.cancelRequested) throw new OrderCancelRequested(this.id);
    this.moveTo(OrderStatus.Shipped, note, now);
    this.record(new OrderShipped());
  }

  /** @throws OrderTransitionRefused */
  deliver(now: Date, note: string | null = null): void {
    this.moveTo(OrderStatus.Delivered, note, now);
    this.record(new OrderDelivered());
  }

  get cancelRequested(): boolean {
    return this.reason === CANCEL_REQUESTED;
  }

  /** Why it is to be cancelled; null if nobody has asked for it. */
  get wantedCancelReason(): CancelReason | null {
    return this.cancelReason;
  }

  /** Notes that it is to be cancelled; the sagas undo what was done for it. @throws OrderTransitionRefused */
  requestCancel(reason: CancelReason, now: Date): void {
    if (this.current === OrderStatus.Cancelled || this.cancelRequested) return;
    this.mustReach(OrderStatus.Cancelled);
    this.reason = CANCEL_REQUESTED;
    this.cancelReason = reason;
    this.changedAt = now;
  }

  /** @throws OrderTransitionRefused */
  cancel(reason: CancelReason, now: Date): void {
    this.moveTo(OrderStatus.Cancelled, reason, now);
    this.record(new OrderCancelled(reason));
  }

  private moveTo(next: OrderStatus, reason: string | null, now: Date): void {
    this.mustReach(next);
    this.current = next;
    this.reason = reason;
    this.changedAt = now;
  }

  private mustReach(next: OrderStatus): void {
    if (!NEXT[this.current].includes(next)) throw new OrderTransitionRefused(this.id, this.current, next);
  }
}
