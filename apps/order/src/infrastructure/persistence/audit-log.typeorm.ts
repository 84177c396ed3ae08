import { currentContext, newId, Page, PageRequest, toPage } from '@tradewind/kernel';
import { Database } from '@tradewind/persistence';
import { AuditEntry, AuditLog, RecordedEntry } from '../../application/ports/audit-log';

type EntryRow = Omit<RecordedEntry, 'createdAt'> & { created_at: Date };

export class TypeOrmAuditLog extends AuditLog {
  constructor(private readonly db: Database) {
    super();
  }

  async write(entries: readonly AuditEntry[]): Promise<void> {
    const correlationId = currentContext()?.correlationId ?? null;
    for (const { by, action, target, note, details } of entries) {
      await this.db.query(
        `INSERT INTO audit_log (id, by, action, target, note, details, correlation_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [newId(), by, action, target, note, JSON.stringify(details), correlationId],
      );
    }
  }

  async list({ target }: { target?: string }, { limit, after }: PageRequest): Promise<Page<RecordedEntry>> {
    const rows = await this.db.query<EntryRow>(
      `SELECT * FROM audit_log
       WHERE ($1::text IS NULL OR target = $1)
         AND ($2::timestamptz IS NULL OR (created_at, id) < ($2, $3::uuid))
       ORDER BY created_at DESC, id DESC LIMIT $4`,
      [target ?? null, after?.createdAt ?? null, after?.id ?? null, limit + 1],
    );
    return toPage(rows.map(toEntry), limit);
  }
}

function toEntry({ id, created_at: createdAt, by, action, target, note, details }: EntryRow): RecordedEntry {
  return { id, createdAt, by, action, target, note, details };
}
