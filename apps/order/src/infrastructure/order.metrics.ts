import { Injectable } from '@nestjs/common';
import { CancelReason, Metrics, OrderStatus } from '@tradewind/kernel';
import { OrderEvent } from '../domain/order.events';

const STATUS: Record<OrderEvent['kind'], OrderStatus> = {
  placed: OrderStatus.Pending,
  confirmed: OrderStatus.Confirmed,
  shipped: OrderStatus.Shipped,
  delivered: OrderStatus.Delivered,
  cancelled: OrderStatus.Cancelled,
};

/** Counts the moves of orders. */
@Injectable()
export class OrderMetrics {
  private readonly moves;
  private readonly cancelled;

  constructor(metrics: Metrics) {
    this.moves = metrics.counter(
      { name: 'orders_total', help: 'Orders that came into a status', labels: ['status'] },
      Object.values(OrderStatus).map((status) => ({ status })),
    );
    this.cancelled = metrics.counter(
      { name: 'orders_cancelled_total', help: 'Cancelled orders by why they were', labels: ['reason'] },
      Object.values(CancelReason).map((reason) => ({ reason })),
    );
  }

  happened(event: OrderEvent): void {
    this.moves.add({ status: STATUS[event.kind] });
    if (event.kind === 'cancelled') this.cancelled.add({ reason: event.reason });
  }
}
