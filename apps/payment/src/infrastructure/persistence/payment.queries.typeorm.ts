import { isUuid, Money, PaymentStatus } from '@tradewind/kernel';
import { Database } from '@tradewind/persistence';
import { PaymentQueries, PaymentView } from '../../application/find-payment/payment.queries';

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
}

export class TypeOrmPaymentQueries extends PaymentQueries {
  constructor(private readonly db: Database) {
    super();
  }

  protected async findById(id: string): Promise<PaymentView | undefined> {
    if (!isUuid(id)) return undefined;
    const [row] = await this.db.query<PaymentRow>('SELECT * FROM payments WHERE id = $1', [id]);
    return row && toView(row);
  }

  protected async findByOrder(orderId: string): Promise<PaymentView | undefined> {
    if (!isUuid(orderId)) return undefined;
    const [row] = await this.db.query<PaymentRow>('SELECT * FROM payments WHERE order_id = $1', [orderId]);
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
  };
}
