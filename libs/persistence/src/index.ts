export { Database } from './database';
export { DatabaseHealth } from './database.health';
export { TypeOrmInbox } from './inbox.typeorm';
export { isAskedToMigrate, migrateOnly } from './migrate-only';
export { migrate } from './migrations';
export { TypeOrmOutbox, TypeOrmOutboxStore } from './outbox.typeorm';
export { PersistenceModule, type PersistenceOptions } from './persistence.module';
export { TypeOrmSagaStore } from './saga-store.typeorm';
export {
  CreateMessageTables1760000000001,
  CreateSagaTables1760000000002,
  AllowOneOpenSaga1760000000003,
  ListSagas1760000000004,
  OperateSagas1760000000005,
} from './tables.migrations';
