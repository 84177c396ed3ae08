import { Money, PaymentStatus } from '@tradewind/kernel';
import { Database } from '@tradewind/persistence';
import { Payment } from '../../domain/payment';
import { PaymentOfOrder, PaymentRepository } from '../../domain/payment.repository';

interface PaymentRow {
  id: string;
  order_id: string;
  customer_id: string;
  amount: string;
  refunded: string;
  currency: string;
  method: string;
  status: PaymentStatus;
  provider: string;
  provider_reference: string | null;
  attempts: number;
  created_at: Date;
}

export class TypeOrmPaymentRepository extends PaymentRepository {
  constructor(private readonly db: Database) {
    super();
  }

  /** By an advisory lock, since there may be no row yet to lock. */
  async lock(orderId: string): Promise<PaymentOfOrder> {
    await this.db.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [orderId]);
    const [payment] = await this.db.query<PaymentRow>('SELECT * FROM payments WHERE order_id = $1', [orderId]);
    const marks = await this.db.query('SELECT 1 FROM cancelled_orders WHERE order_id = $1', [orderId]);
    return { payment: payment && toPayment(payment), cancelled: marks.length > 0 };
  }

  async add({ facts, status }: Payment): Promise<void> {
    await this.db.query(
      `INSERT INTO payments (id, order_id, customer_id, amount, currency, method, status, provider, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        facts.id,
        facts.orderId,
        facts.customerId,
        facts.amount.minor,
        facts.amount.currency,
        facts.method,
        status,
        facts.provider,
        facts.createdAt,
      ],
    );
  }

  async save(payment: Payment): Promise<void> {
    await this.db.query(
      `UPDATE payments SET status = $2, refunded = $3, provider_reference = $4, attempts = $5, updated_at = now()
       WHERE id = $1`,
      [payment.id, payment.status, payment.refunded.minor, payment.reference, payment.attempts],
    );
    for (const { id, amount, reason, createdAt } of payment.newRefunds) {
      await this.db.query(
        'INSERT INTO refunds (id, payment_id, amount, reason, created_at) VALUES ($1, $2, $3, $4, $5)',
        [id, payment.id, amount.minor, reason, createdAt],
      );
    }
  }

  async markCancelled(orderId: string): Promise<void> {
    await this.db.query('INSERT INTO cancelled_orders (order_id) VALUES ($1) ON CONFLICT DO NOTHING', [orderId]);
  }
}

function toPayment(row: PaymentRow): Payment {
  return Payment.restore(
    {
      id: row.id,
      orderId: row.order_id,
      customerId: row.customer_id,
      amount: Money.ofMinor(Number(row.amount), row.currency),
      method: row.method,
      provider: row.provider,
      createdAt: row.created_at,
    },
    {
      status: row.status,
      refunded: Money.ofMinor(Number(row.refunded), row.currency),
      reference: row.provider_reference,
      attempts: row.attempts,
    },
  );
}
