import { Clock } from '@tradewind/kernel';
import { Database } from '@tradewind/persistence';
import { IdempotencyKeys, KeyedRequest } from '../../application/ports/idempotency-keys';

export class TypeOrmIdempotencyKeys extends IdempotencyKeys {
  constructor(
    private readonly db: Database,
    clock: Clock,
  ) {
    super(clock);
  }

  protected async find({ customerId, key }: KeyedRequest, since: Date) {
    const [row] = await this.db.query<{ order_id: string; fingerprint: string }>(
      'SELECT order_id, fingerprint FROM idempotency_keys WHERE customer_id = $1 AND key = $2 AND created_at > $3',
      [customerId, key, since],
    );
    return row && { orderId: row.order_id, fingerprint: row.fingerprint };
  }

  /**
   * PostgreSQL lets go of the lock when the transaction ends, however it ends, and not before the rows it wrote can be
   * seen. Two keys with the same hash only make one of them ask again.
   */
  protected async take({ customerId, key }: KeyedRequest): Promise<boolean> {
    const [row] = await this.db.query<{ taken: boolean }>(
      'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS taken',
      [JSON.stringify(['idempotency-key', customerId, key])],
    );
    return row!.taken;
  }

  /** Takes the place of a row that has expired and is not removed yet. */
  protected async write({ customerId, key, fingerprint }: KeyedRequest, orderId: string, now: Date): Promise<void> {
    await this.db.query(
      `INSERT INTO idempotency_keys (customer_id, key, fingerprint, order_id, created_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (customer_id, key) DO UPDATE
       SET fingerprint = excluded.fingerprint, order_id = excluded.order_id, created_at = excluded.created_at`,
      [customerId, key, fingerprint, orderId, now],
    );
  }

  protected async remove(before: Date, limit: number): Promise<number> {
    const removed = await this.db.query(
      `DELETE FROM idempotency_keys WHERE (customer_id, key) IN (
         SELECT customer_id, key FROM idempotency_keys
         WHERE created_at <= $1 ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED)
       RETURNING key`,
      [before, limit],
    );
    return removed.length;
  }
}
