import { AsyncLocalStorage } from 'node:async_hooks';
import { UnitOfWork } from '@tradewind/kernel';
import { DataSource, EntityManager } from 'typeorm';

interface Transaction {
  readonly manager: EntityManager;
  readonly afterCommit: (() => void)[];
}

/**
 * The service's database. `manager` is that of the current transaction, if there is one, so that repositories take
 * part in it without being handed anything.
 */
export class Database extends UnitOfWork {
  private readonly current = new AsyncLocalStorage<Transaction>();

  constructor(readonly dataSource: DataSource) {
    super();
  }

  get manager(): EntityManager {
    return this.current.getStore()?.manager ?? this.dataSource.manager;
  }

  /** Runs SQL and returns its rows (for UPDATE and DELETE with RETURNING too). */
  async query<Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    const result: unknown = await this.manager.query(sql, parameters);
    // TypeORM answers [rows, count] to UPDATE and DELETE, and rows to everything else.
    const isPair = Array.isArray(result) && result.length === 2 && Array.isArray(result[0]);
    return (isPair ? (result as unknown[])[0] : result) as Row[];
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.current.getStore()) return work();
    const afterCommit: (() => void)[] = [];
    const result = await this.dataSource.transaction((manager) => this.current.run({ manager, afterCommit }, work));
    for (const action of afterCommit) action();
    return result;
  }

  afterCommit(action: () => void): void {
    const transaction = this.current.getStore();
    if (!transaction) throw new Error('afterCommit() was called outside a transaction.');
    transaction.afterCommit.push(action);
  }
}
