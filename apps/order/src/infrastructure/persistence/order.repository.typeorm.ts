import { order as contracts } from '@tradewind/contracts';
import { CANCEL_REQUESTED, Money } from '@tradewind/kernel';
import { EventPublisher } from '@tradewind/messaging';
import { Database } from '@tradewind/persistence';
import { Order } from '../../domain/order';
import { OrderEvent } from '../../domain/order.events';
import { OrderRepository } from '../../domain/order.repository';
import { OrderMetrics } from '../order.metrics';
import { OrderRow } from './order.rows';

export class TypeOrmOrderRepository extends OrderRepository {
  constructor(
    private readonly db: Database,
    private readonly events: EventPublisher,
    private readonly metrics: OrderMetrics,
  ) {
    super();
  }

  async add(order: Order): Promise<void> {
    await this.db.manager.insert(OrderRow, toRow(order));
    await this.tell(order);
  }

  async lock(id: string): Promise<Order | undefined> {
    const row = await this.db.manager.findOne(OrderRow, { where: { id }, lock: { mode: 'pessimistic_write' } });
    return row ? toOrder(row) : undefined;
  }

  async lockCancelRequested(): Promise<Order | undefined> {
    const row = await this.db.manager
      .createQueryBuilder(OrderRow, 'o')
      .where('o.status_reason = :reason', { reason: CANCEL_REQUESTED })
      .andWhere("o.status IN ('PENDING', 'CONFIRMED')")
      .andWhere('NOT EXISTS (SELECT 1 FROM saga_instances s WHERE s.subject = o.id::text AND s.ended_at IS NULL)')
      .limit(1)
      .setLock('pessimistic_write')
      .setOnLocked('skip_locked')
      .getOne();
    return row ? toOrder(row) : undefined;
  }

  async save(order: Order): Promise<void> {
    const { status, statusReason: status_reason, wantedCancelReason: cancel_reason, updatedAt: updated_at } = order;
    await this.db.manager.update(OrderRow, { id: order.id }, { status, status_reason, cancel_reason, updated_at });
    await this.tell(order);
  }

  private async tell(order: Order): Promise<void> {
    for (const event of order.pullEvents()) {
      await this.publish(order, event);
      this.db.afterCommit(() => this.metrics.happened(event));
    }
  }

  private async publish(order: Order, event: OrderEvent): Promise<void> {
    const data = toEventData(order);
    switch (event.kind) {
      case 'placed':
        return this.events.publish(contracts.orderPlaced, order.id, data);
      case 'confirmed':
        return this.events.publish(contracts.orderConfirmed, order.id, data);
      case 'shipped':
        return this.events.publish(contracts.orderShipped, order.id, data);
      case 'delivered':
        return this.events.publish(contracts.orderDelivered, order.id, data);
      case 'cancelled':
        return this.events.publish(contracts.orderCancelled, order.id, { ...data, reason: event.reason });
    }
  }
}

function toRow(order: Order): OrderRow {
  return {
    id: order.id,
    order_number: order.number,
    customer_id: order.customer.id,
    customer_email: order.customer.email,
    customer_name: order.customer.name,
    lines: order.lines.map((line) => ({
      product_id: line.productId,
      product_name: line.productName,
      quantity: line.quantity,
      unit_price: line.unitPrice.minor,
    })),
    total: order.total.minor,
    currency: order.total.currency,
    status: order.status,
    status_reason: order.statusReason,
    cancel_reason: order.wantedCancelReason,
    created_at: order.placedAt,
    updated_at: order.updatedAt,
  };
}

function toOrder(row: OrderRow): Order {
  return Order.restore({
    id: row.id,
    number: row.order_number,
    customer: { id: row.customer_id, email: row.customer_email, name: row.customer_name },
    lines: row.lines.map((line) => ({
      productId: line.product_id,
      productName: line.product_name,
      quantity: line.quantity,
      unitPrice: Money.ofMinor(line.unit_price, row.currency),
    })),
    placedAt: row.created_at,
    status: row.status,
    statusReason: row.status_reason,
    wantedCancelReason: row.cancel_reason,
    updatedAt: row.updated_at,
  });
}

function toEventData(order: Order): contracts.OrderEvent {
  return {
    orderId: order.id,
    orderNumber: order.number,
    customerId: order.customer.id,
    customerName: order.customer.name,
    customerEmail: order.customer.email,
    totalAmount: order.total.toMajor(),
    currency: order.total.currency,
    items: order.lines.map((line) => ({
      productId: line.productId,
      productName: line.productName,
      quantity: line.quantity,
      price: line.unitPrice.toMajor(),
    })),
  };
}
