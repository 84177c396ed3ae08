import { Outbox, OutboxBacklog, OutboxMessage, OutboxStore } from '@tradewind/kernel';
import { Database } from './database';

interface OutboxRow {
  id: string;
  exchange: string;
  routing_key: string;
  ordering_key: string;
  body: Record<string, unknown>;
}

/** Bounds how long one pass holds its transaction, and how long a busy key keeps the others waiting. */
const MOST_PER_KEY = 20;

export class TypeOrmOutbox extends Outbox {
  constructor(
    private readonly db: Database,
    private readonly store: TypeOrmOutboxStore,
  ) {
    super();
  }

  async add(messages: readonly OutboxMessage[]): Promise<void> {
    if (messages.length === 0) return;
    await this.db.query(
      `INSERT INTO outbox_messages (id, exchange, routing_key, ordering_key, body)
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::jsonb[])
       ON CONFLICT (id) DO UPDATE SET sent_at = NULL`,
      [
        messages.map((m) => m.id),
        messages.map((m) => m.exchange),
        messages.map((m) => m.routingKey),
        messages.map((m) => m.orderingKey),
        messages.map((m) => JSON.stringify(m.body)),
      ],
    );
    this.db.afterCommit(() => this.store.written());
  }

  async resend(id: string): Promise<void> {
    await this.db.query('UPDATE outbox_messages SET sent_at = NULL WHERE id = $1', [id]);
    this.db.afterCommit(() => this.store.written());
  }
}

export class TypeOrmOutboxStore extends OutboxStore {
  private listener: () => void = () => undefined;

  constructor(private readonly db: Database) {
    super();
  }

  onWritten(listener: () => void): void {
    this.listener = listener;
  }

  /** Called after each commit that wrote a message. */
  written(): void {
    this.listener();
  }

  /**
   * Whoever holds the oldest unsent message of a key holds the key: the messages behind it are not the oldest, so no
   * other relay takes them, and the order within a key is kept while relays share the work.
   */
  async relay(limit: number, publish: (messages: OutboxMessage[]) => Promise<string[]>): Promise<number> {
    // Most polls find nothing; they should not cost a transaction.
    const waiting = await this.db.query('SELECT 1 FROM outbox_messages WHERE sent_at IS NULL LIMIT 1');
    if (waiting.length === 0) return 0;
    return this.db.run(async () => {
      const rows = await this.db.query<OutboxRow>(
        `WITH oldest AS MATERIALIZED (
           SELECT ordering_key FROM outbox_messages candidate
           WHERE sent_at IS NULL AND NOT EXISTS (
             SELECT 1 FROM outbox_messages earlier
             WHERE earlier.ordering_key = candidate.ordering_key AND earlier.sent_at IS NULL
               AND earlier.position < candidate.position)
           ORDER BY position LIMIT $1
           FOR UPDATE SKIP LOCKED)
         SELECT next.* FROM oldest CROSS JOIN LATERAL (
           SELECT id, exchange, routing_key, ordering_key, body, position FROM outbox_messages
           WHERE sent_at IS NULL AND ordering_key = oldest.ordering_key
           ORDER BY position LIMIT $2) next
         ORDER BY next.position`,
        [limit, MOST_PER_KEY],
      );
      if (rows.length === 0) return 0;
      const sent = await publish(rows.map(toMessage));
      if (sent.length > 0) {
        await this.db.query('UPDATE outbox_messages SET sent_at = now() WHERE id = ANY($1)', [sent]);
      }
      return sent.length;
    });
  }

  async backlog(): Promise<OutboxBacklog> {
    const [row] = await this.db.query<{ unsent: number; oldest_age: number }>(
      `SELECT count(*)::int AS unsent, coalesce(extract(epoch FROM now() - min(created_at)), 0)::float AS oldest_age
       FROM outbox_messages WHERE sent_at IS NULL`,
    );
    return { unsent: row!.unsent, oldestAgeSeconds: row!.oldest_age };
  }

  async removeSent(before: Date, limit: number): Promise<number> {
    const removed = await this.db.query(
      `DELETE FROM outbox_messages WHERE id IN (
         SELECT id FROM outbox_messages WHERE sent_at < $1 ORDER BY sent_at LIMIT $2 FOR UPDATE SKIP LOCKED)
       RETURNING id`,
      [before, limit],
    );
    return removed.length;
  }
}

function toMessage(row: OutboxRow): OutboxMessage {
  return {
    id: row.id,
    exchange: row.exchange,
    routingKey: row.routing_key,
    orderingKey: row.ordering_key,
    body: row.body,
  };
}
