import { AsyncLocalStorage } from 'node:async_hooks';
import { UnitOfWork } from '@tradewind/kernel';
import { DataSource, EntityManager } from 'typeorm';

interface Transaction {
  readonly manager: EntityManager;
  readonly afterCommit: (() => void | Promise<void>)[];
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
    return this.transaction?.manager ?? this.dataSource.manager;
  }

  /**
   * The one that the code runs in. What began in a transaction may outlive it (a connection to the broker that is made
   * again, a timer): such code is in none.
   */
  private get transaction(): Transaction | undefined {
    const transaction = this.current.getStore();
    return transaction?.manager.queryRunner?.isReleased ? undefined : transaction;
  }

  /** Runs SQL and returns its rows (for UPDATE and DELETE with RETURNING too). */
  async query<Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    const result: unknown = await this.manager.query(sql, parameters);
    // TypeORM answers [rows, count] to UPDATE and DELETE, and rows to everything else.
    const isPair = Array.isArray(result) && result.length === 2 && Array.isArray(result[0]);
    return (isPair ? (result as unknown[])[0] : result) as Row[];
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.transaction) return work();
    const afterCommit: Transaction['afterCommit'] = [];
    const result = await this.dataSource.transaction((manager) => this.current.run({ manager, afterCommit }, work));
    for (const action of afterCommit) await action();
    return result;
  }

  afterCommit(action: () => void | Promise<void>): void {
    const { transaction } = this;
    if (!transaction) throw new Error('afterCommit() was called outside a transaction.');
    transaction.afterCommit.push(action);
  }
}
