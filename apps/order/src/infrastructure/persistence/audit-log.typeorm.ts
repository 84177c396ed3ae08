import { currentContext, newId, Page, PageRequest, toPage } from '@tradewind/kernel';
import { Database } from '@tradewind/persistence';
import { AuditEntry, AuditLog, RecordedEntry } from '../../application/ports/audit-log';

type EntryRow = AuditEntry & { id: string; created_at: Date; correlation_id: string | null };

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
        [newId(), by, action, target, note, storable(details), correlationId],
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

/** PostgreSQL stores no U+0000 and no half a surrogate pair, and poison may have either. */
function storable(details: object): string {
  return JSON.stringify(details).replace(/(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/g, '$1\\ufffd');
}

function toEntry({ created_at: createdAt, correlation_id: correlationId, ...entry }: EntryRow): RecordedEntry {
  return { ...entry, createdAt, correlationId };
}
