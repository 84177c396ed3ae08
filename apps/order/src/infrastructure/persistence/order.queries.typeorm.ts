import { isUuid, Money, Page, PageRequest, toPage } from '@tradewind/kernel';
import { Database } from '@tradewind/persistence';
import { OrderQueries, OrderView } from '../../application/find-order/order.queries';
import { OrderRow } from './order.rows';

export class TypeOrmOrderQueries extends OrderQueries {
  constructor(private readonly db: Database) {
    super();
  }

  protected async find(id: string): Promise<OrderView | undefined> {
    if (!isUuid(id)) return undefined;
    const row = await this.db.manager.findOneBy(OrderRow, { id });
    return row ? toView(row) : undefined;
  }

  protected async list(
    of: { customerId?: string; customerEmail?: string },
    { limit, after }: PageRequest,
  ): Promise<Page<OrderView>> {
    const query = this.db.manager
      .createQueryBuilder(OrderRow, 'o')
      .orderBy('o.created_at', 'DESC')
      .addOrderBy('o.id', 'DESC')
      .limit(limit + 1);
    if (of.customerId !== undefined) query.andWhere('o.customer_id = :customerId', of);
    if (of.customerEmail !== undefined) query.andWhere('o.customer_email = :customerEmail', of);
    if (after) query.andWhere('(o.created_at, o.id) < (:createdAt, :id)', after);
    return toPage((await query.getMany()).map(toView), limit);
  }
}

function toView(row: OrderRow): OrderView {
  const major = (minor: number): number => Money.ofMinor(minor, row.currency).toMajor();
  return {
    id: row.id,
    orderNumber: row.order_number,
    customerId: row.customer_id,
    customerEmail: row.customer_email,
    customerName: row.customer_name,
    items: row.lines.map((line) => ({
      productId: line.product_id,
      productName: line.product_name,
      quantity: line.quantity,
      unitPrice: major(line.unit_price),
      totalPrice: major(line.unit_price * line.quantity),
    })),
    totalAmount: major(row.total),
    currency: row.currency,
    status: row.status,
    statusReason: row.status_reason,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
