import { isConnectionLoss, Principal } from '@tradewind/kernel';
import { isFinal } from '../../domain/order';
import { OrderLog, OrderStanding, OrderStep } from '../ports/order-log';
import { OrderProgress } from '../ports/order-progress';
import { OrderQueries, OrderView } from './order.queries';

/** For what happens in another replica, or to the order without a saga. */
const POLL_MS = 1_000;

export type OrderEvent =
  /** The order as it is now: at the beginning, and when its status or the reason for it changes. */
  | { readonly kind: 'order'; readonly order: OrderView }
  | { readonly kind: 'step'; readonly step: OrderStep }
  /** Nothing will happen to it any more. */
  | { readonly kind: 'end' };

/** Tells what happens to an order, until `signal` is aborted or nothing happens any more. */
export type FollowOrder = (signal: AbortSignal) => AsyncGenerator<OrderEvent, void>;

/** The progress of an order while it is made. */
export class OrderEventsQuery {
  constructor(
    private readonly orders: OrderQueries,
    private readonly log: OrderLog,
    private readonly progress: OrderProgress,
  ) {}

  /**
   * @param after the position of the last step that is known
   * @returns undefined if everything is over and known
   * @throws OrderNotFound, for another customer's order too
   */
  async after(after: number, orderId: string, caller: Principal): Promise<FollowOrder | undefined> {
    const order = await this.orders.get(orderId, caller);
    const now = await this.log.read(order.id, after);
    if (isOver(now) && now.steps.length === 0) return undefined;
    return (signal) => this.follow(order, after, signal);
  }

  /** The order comes before the steps of the same moment: who knows a step knows to which status it has led. */
  private async *follow(order: OrderView, after: number, signal: AbortSignal): AsyncGenerator<OrderEvent, void> {
    let [told, position]: [OrderView | undefined, number] = [undefined, after];
    while (!signal.aborted) {
      // Listens before it looks, so that a change between the two is not missed.
      const changed = this.progress.nextChange(order.id, POLL_MS, signal);
      const now = await this.look(order.id, position);
      if (now && !isTold(told, now)) yield { kind: 'order', order: (told = asOf(now, order)) };
      for (const step of now?.steps ?? []) {
        yield { kind: 'step', step };
        position = step.position;
      }
      if (now?.hasMore) continue;
      if (now && isOver(now)) break;
      await changed;
    }
    if (!signal.aborted) yield { kind: 'end' };
  }

  /** @returns undefined while the database is away: it is asked again with the next poll */
  private async look(orderId: string, position: number): Promise<OrderStanding | undefined> {
    try {
      return await this.log.read(orderId, position);
    } catch (error) {
      if (isConnectionLoss(error)) return undefined;
      throw error;
    }
  }
}

function isOver({ status, isWorkedOn, hasMore }: OrderStanding): boolean {
  return isFinal(status) && !isWorkedOn && !hasMore;
}

function isTold(told: OrderView | undefined, now: OrderStanding): boolean {
  return told?.status === now.status && told.statusReason === now.statusReason;
}

/** Nothing else of an order ever changes. */
function asOf({ status, statusReason, updatedAt }: OrderStanding, order: OrderView): OrderView {
  return { ...order, status, statusReason, updatedAt };
}
