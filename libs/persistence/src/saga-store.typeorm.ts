import { Page, PageRequest, toPage } from '@tradewind/kernel';
import { HistoryEntry, OpenSagas, SagaFilter, SagaInstance, SagaStore } from '@tradewind/saga';
import { Database } from './database';

interface InstanceRow {
  id: string;
  definition: string;
  version: number;
  subject: string;
  state: unknown;
  status: SagaInstance['status'];
  step: string;
  direction: SagaInstance['direction'];
  awaiting: string | null;
  attempts: number;
  deadline: Date | null;
  context: SagaInstance['context'];
  started_at: Date;
  ended_at: Date | null;
}

interface HistoryRow {
  saga_id: string;
  at: Date;
  step: string;
  direction: HistoryEntry['direction'];
  what: HistoryEntry['what'];
  command_id: string | null;
  message: string | null;
  data: unknown;
  trace_id: string | null;
  waits: HistoryEntry['waits'] | null;
}

export class TypeOrmSagaStore extends SagaStore {
  constructor(private readonly db: Database) {
    super();
  }

  async insert(saga: SagaInstance): Promise<void> {
    await this.db.query(
      `INSERT INTO saga_instances (id, definition, version, subject, context, started_at,
         state, status, step, direction, awaiting, attempts, deadline, ended_at)
       VALUES ($1, $9, $10, $11, $12, $13, $2, $3, $4, $5, $6, $7, $8, $14)`,
      [...progressOf(saga), saga.definition, saga.version, saga.subject, saga.context, saga.startedAt, saga.endedAt],
    );
  }

  async update(saga: SagaInstance): Promise<void> {
    await this.db.query(
      `UPDATE saga_instances SET state = $2, status = $3, step = $4, direction = $5, awaiting = $6, attempts = $7,
         deadline = $8, ended_at = $9 WHERE id = $1`,
      [...progressOf(saga), saga.endedAt],
    );
  }

  async lock(id: string): Promise<SagaInstance | undefined> {
    const rows = await this.db.query<InstanceRow>('SELECT * FROM saga_instances WHERE id = $1 FOR UPDATE', [id]);
    return rows.map(toInstance)[0];
  }

  async lockOpen(subject: string): Promise<SagaInstance | undefined> {
    const rows = await this.db.query<InstanceRow>(
      'SELECT * FROM saga_instances WHERE subject = $1 AND ended_at IS NULL FOR UPDATE',
      [subject],
    );
    return rows.map(toInstance)[0];
  }

  async lockOverdue(now: Date): Promise<SagaInstance | undefined> {
    const rows = await this.db.query<InstanceRow>(
      `SELECT * FROM saga_instances
       WHERE deadline <= $1 AND EXISTS (
         SELECT 1 FROM saga_watch WHERE watched_at BETWEEN $1 - patience AND $1 + patience)
       ORDER BY deadline LIMIT 1 FOR UPDATE SKIP LOCKED`,
      [now],
    );
    return rows.map(toInstance)[0];
  }

  async watch(now: Date, patienceMs: number): Promise<number> {
    const [watch] = await this.db.query<{ watched_at: Date }>('SELECT watched_at FROM saga_watch FOR UPDATE');
    const gapMs = now.getTime() - watch!.watched_at.getTime();
    const moved = Math.abs(gapMs) > patienceMs ? gapMs : 0;
    if (moved !== 0) {
      await this.db.query(
        `UPDATE saga_instances SET deadline = deadline + $1 * interval '1 millisecond' WHERE deadline IS NOT NULL`,
        [moved],
      );
    }
    await this.db.query(`UPDATE saga_watch SET watched_at = $1, patience = $2 * interval '1 millisecond'`, [
      now,
      patienceMs,
    ]);
    return moved;
  }

  async appendHistory(sagaId: string, entries: readonly HistoryEntry[]): Promise<void> {
    if (entries.length === 0) return;
    await this.db.query(
      `INSERT INTO saga_history (saga_id, at, step, direction, what, command_id, message, data, trace_id, waits)
       SELECT $1, * FROM unnest($2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::text[],
         $8::jsonb[], $9::text[], $10::jsonb[])`,
      [
        sagaId,
        entries.map((e) => e.at),
        entries.map((e) => e.step),
        entries.map((e) => e.direction),
        entries.map((e) => e.what),
        entries.map((e) => e.commandId ?? null),
        entries.map((e) => e.message ?? null),
        entries.map((e) => (e.data === undefined ? null : JSON.stringify(e.data))),
        entries.map((e) => e.traceId ?? null),
        entries.map((e) => (e.waits === undefined ? null : JSON.stringify(e.waits))),
      ],
    );
  }

  async find(id: string): Promise<{ instance: SagaInstance; history: HistoryEntry[] } | undefined> {
    const instances = await this.db.query<InstanceRow>('SELECT * FROM saga_instances WHERE id = $1', [id]);
    return (await this.withHistory(instances))[0];
  }

  async list(filter: SagaFilter, { limit, after }: PageRequest): Promise<Page<SagaInstance & { createdAt: Date }>> {
    const rows = await this.db.query<InstanceRow>(
      `SELECT * FROM saga_instances
       WHERE ($1::text IS NULL OR status = $1) AND ($2::text IS NULL OR definition = $2)
         AND ($3::text IS NULL OR step = $3) AND ($4::timestamptz IS NULL OR started_at < $4)
         AND ($5::timestamptz IS NULL OR (started_at, id) < ($5, $6::uuid))
       ORDER BY started_at DESC, id DESC LIMIT $7`,
      [
        filter.status ?? null,
        filter.definition ?? null,
        filter.step ?? null,
        filter.startedBefore ?? null,
        after?.createdAt ?? null,
        after?.id ?? null,
        limit + 1,
      ],
    );
    return toPage(
      rows.map((row) => ({ ...toInstance(row), createdAt: row.started_at })),
      limit,
    );
  }

  /** By the index of what is open, so it costs as much as there is open, however many have ended. */
  async countOpen(overdueAfterMs: number): Promise<OpenSagas[]> {
    return this.db.query<OpenSagas>(
      `SELECT definition, status, count(*)::int AS count,
         extract(epoch FROM now() - min(started_at))::float AS "oldestAgeSeconds",
         (count(*) FILTER (WHERE deadline < now() - $1 * interval '1 millisecond'))::int AS overdue
       FROM saga_instances WHERE ended_at IS NULL GROUP BY definition, status`,
      [overdueAfterMs],
    );
  }

  async findBySubject(subject: string): Promise<{ instance: SagaInstance; history: HistoryEntry[] }[]> {
    const instances = await this.db.query<InstanceRow>(
      'SELECT * FROM saga_instances WHERE subject = $1 ORDER BY started_at, id',
      [subject],
    );
    return this.withHistory(instances);
  }

  private async withHistory(
    instances: readonly InstanceRow[],
  ): Promise<{ instance: SagaInstance; history: HistoryEntry[] }[]> {
    const history = await this.db.query<HistoryRow>(
      'SELECT * FROM saga_history WHERE saga_id = ANY($1) ORDER BY position',
      [instances.map((row) => row.id)],
    );
    return instances.map((row) => ({
      instance: toInstance(row),
      history: history.filter((line) => line.saga_id === row.id).map(toEntry),
    }));
  }
}

function progressOf(saga: SagaInstance): unknown[] {
  const state = JSON.stringify(saga.state);
  return [saga.id, state, saga.status, saga.step, saga.direction, saga.awaiting, saga.attempts, saga.deadline];
}

function toInstance(row: InstanceRow): SagaInstance {
  return {
    id: row.id,
    definition: row.definition,
    version: row.version,
    subject: row.subject,
    state: row.state,
    status: row.status,
    step: row.step,
    direction: row.direction,
    awaiting: row.awaiting,
    attempts: row.attempts,
    deadline: row.deadline,
    context: row.context,
    startedAt: row.started_at,
    endedAt: row.ended_at,
  };
}

function toEntry(row: HistoryRow): HistoryEntry {
  return {
    at: row.at,
    step: row.step,
    direction: row.direction,
    what: row.what,
    ...(row.command_id === null ? {} : { commandId: row.command_id }),
    ...(row.message === null ? {} : { message: row.message }),
    ...(row.data === null ? {} : { data: row.data }),
    ...(row.trace_id === null ? {} : { traceId: row.trace_id }),
    ...(row.waits ? { waits: row.waits } : {}),
  };
}
