import { DynamicModule, Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Dispatcher, Inbox, Metrics, Outbox, OutboxStore, UnitOfWork } from '@tradewind/kernel';
import { SagaStore } from '@tradewind/saga';
import { DataSource, EntitySchema, MixedList } from 'typeorm';
import { Database } from './database';
import { TypeOrmInbox } from './inbox.typeorm';
import { migrate } from './migrations';
import { TypeOrmOutbox, TypeOrmOutboxStore } from './outbox.typeorm';
import { PoolMetrics } from './pool.metrics';
import { TypeOrmSagaStore } from './saga-store.typeorm';

export interface PersistenceOptions {
  /** `postgres://role:password@host:port/database` */
  readonly url: string;
  readonly poolSize: number;
  /** Listed one by one and in order; no globs, so that a bundle finds them too. */
  readonly migrations: (new () => object)[];
  readonly entities?: MixedList<(new () => object) | EntitySchema>;
}

/** Where a module keeps its options, for who brings the schema up to date without starting it. */
export const PERSISTENCE_OPTIONS = Symbol('PersistenceOptions');

/** The database of a service, its unit of work, outbox, inbox and saga store. Migrations run before it is ready. */
@Global()
@Module({})
export class PersistenceModule {
  static forRoot(options: PersistenceOptions): DynamicModule {
    return {
      module: PersistenceModule,
      imports: [
        TypeOrmModule.forRootAsync({
          useFactory: () => ({
            ...connectionOf(options),
            poolSize: options.poolSize,
            // A request waits at most this long for a pooled connection, then it fails rather than piles up.
            extra: {
              connectionTimeoutMillis: 5_000,
              statement_timeout: 30_000,
              idle_in_transaction_session_timeout: 60_000,
            },
            retryAttempts: 10,
            retryDelay: 1_000,
          }),
          dataSourceFactory: async (settings) => {
            await migrateDatabase(options);
            return new DataSource(settings!).initialize();
          },
        }),
      ],
      providers: [
        { provide: PERSISTENCE_OPTIONS, useValue: options },
        { provide: Database, useFactory: (dataSource: DataSource) => new Database(dataSource), inject: [DataSource] },
        { provide: UnitOfWork, useExisting: Database },
        {
          provide: PoolMetrics,
          useFactory: (metrics: Metrics, dataSource: DataSource) => new PoolMetrics(metrics, dataSource),
          inject: [Metrics, DataSource],
        },
        { provide: Dispatcher, useFactory: (db: Database) => new Dispatcher(db), inject: [Database] },
        {
          provide: TypeOrmOutboxStore,
          useFactory: (db: Database) => new TypeOrmOutboxStore(db),
          inject: [Database],
        },
        { provide: OutboxStore, useExisting: TypeOrmOutboxStore },
        {
          provide: Outbox,
          useFactory: (db: Database, store: TypeOrmOutboxStore) => new TypeOrmOutbox(db, store),
          inject: [Database, TypeOrmOutboxStore],
        },
        { provide: Inbox, useFactory: (db: Database) => new TypeOrmInbox(db), inject: [Database] },
        { provide: SagaStore, useFactory: (db: Database) => new TypeOrmSagaStore(db), inject: [Database] },
      ],
      exports: [Database, UnitOfWork, Dispatcher, Outbox, OutboxStore, Inbox, SagaStore],
    };
  }
}

/** On connections of their own, without the time-outs that requests have: a migration may take as long as it needs. */
export async function migrateDatabase(options: PersistenceOptions): Promise<void> {
  const dataSource = await new DataSource({ ...connectionOf(options), poolSize: 2 }).initialize();
  try {
    await migrate(dataSource);
  } finally {
    await dataSource.destroy();
  }
}

function connectionOf({ url, entities = [], migrations }: PersistenceOptions) {
  return { type: 'postgres' as const, url, entities, migrations: migrations as unknown as (() => void)[] };
}
