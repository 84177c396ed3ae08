import { Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Any number that no other user of the database's advisory locks takes. */
const MIGRATION_LOCK = 727_003_114;

/**
 * Brings the schema up to date. Replicas that start together take turns: TypeORM itself takes no lock.
 * @throws the first migration's error; what it had done is rolled back.
 */
export async function migrate(dataSource: DataSource): Promise<void> {
  const lock = dataSource.createQueryRunner();
  await lock.connect();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const done = await dataSource.runMigrations({ transaction: 'each' });
    for (const migration of done) new Logger('Migrations').log(`${migration.name} is applied`);
  } finally {
    await lock.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    await lock.release();
  }
}
