import { isUuid, Money, PaymentStatus } from '@tradewind/kernel';
import { Database } from '@tradewind/persistence';
import { PaymentQueries, PaymentView, RefundView } from '../../application/find-payment/payment.queries';

interface PaymentRow {
  id: string;
  order_id: string;
  customer_id: string;
  amount: string;
  refunded: string;
  currency: string;
  status: PaymentStatus;
  provider: string;
  provider_reference: string | null;
  created_at: Date;
  updated_at: Date;
  refunds: RefundRow[];
}

/** As PostgreSQL writes it into JSON. */
interface RefundRow {
  id: string;
  amount: number;
  reason: string;
  created_at: string;
}

/** In one statement, so that the refunds always add up to what was refunded. */
const PAYMENTS = `
  SELECT payments.*, (
    SELECT coalesce(json_agg(refund ORDER BY refund.created_at, refund.id), '[]')
    FROM (SELECT id, amount, reason, created_at FROM refunds WHERE payment_id = payments.id) refund
  ) AS refunds
  FROM payments`;

export class TypeOrmPaymentQueries extends PaymentQueries {
  constructor(private readonly db: Database) {
    super();
  }

  protected async findById(id: string): Promise<PaymentView | undefined> {
    if (!isUuid(id)) return undefined;
    const [row] = await this.db.query<PaymentRow>(`${PAYMENTS} WHERE id = $1`, [id]);
    return row && toView(row);
  }

  protected async findByOrder(orderId: string): Promise<PaymentView | undefined> {
    if (!isUuid(orderId)) return undefined;
    const [row] = await this.db.query<PaymentRow>(`${PAYMENTS} WHERE order_id = $1`, [orderId]);
    return row && toView(row);
  }
}

function toView(row: PaymentRow): PaymentView {
  return {
    id: row.id,
    orderId: row.order_id,
    customerId: row.customer_id,
    amount: Money.ofMinor(Number(row.amount), row.currency).toMajor(),
    refundedAmount: Money.ofMinor(Number(row.refunded), row.currency).toMajor(),
    currency: row.currency,
    status: row.status,
    provider: row.provider,
    providerReference: row.provider_reference,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    refunds: row.refunds.map((refund) => toRefund(refund, row.currency)),
  };
}

function toRefund({ id, amount, reason, created_at }: RefundRow, currency: string): RefundView {
  return { id, amount: Money.ofMinor(amount, currency).toMajor(), reason, createdAt: new Date(created_at) };
}
