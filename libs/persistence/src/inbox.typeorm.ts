import { Inbox } from '@tradewind/kernel';
import { Database } from './database';

export class TypeOrmInbox extends Inbox {
  constructor(private readonly db: Database) {
    super();
  }

  async has(consumer: string, messageId: string): Promise<boolean> {
    const rows = await this.db.query('SELECT 1 FROM inbox_messages WHERE consumer = $1 AND message_id = $2', [
      consumer,
      messageId,
    ]);
    return rows.length > 0;
  }

  async accept(consumer: string, messageId: string): Promise<boolean> {
    // Two deliveries of one message at once: the second INSERT waits here until the first one's transaction ends.
    const rows = await this.db.query(
      'INSERT INTO inbox_messages (consumer, message_id) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING message_id',
      [consumer, messageId],
    );
    return rows.length > 0;
  }

  async removeOld(before: Date, limit: number): Promise<number> {
    const removed = await this.db.query(
      `DELETE FROM inbox_messages WHERE ctid IN (
         SELECT ctid FROM inbox_messages WHERE received_at < $1 ORDER BY received_at LIMIT $2 FOR UPDATE SKIP LOCKED)
       RETURNING message_id`,
      [before, limit],
    );
    return removed.length;
  }
}
