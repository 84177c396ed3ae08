import { DynamicModule, Logger, Module } from '@nestjs/common';
import { createTestDatabase, TestDatabase } from '@tradewind/testing';
import { DataSource } from 'typeorm';
import { CreateMessageTables1760000000001, migrateOnly, PersistenceModule } from '../../src';

@Module({})
class Shop {}

/** A service whose other modules must not be started: they would connect to brokers and consume. */
const shopOn = (url: string): DynamicModule => ({
  module: Shop,
  imports: [
    PersistenceModule.forRoot({ url, poolSize: 2, migrations: [CreateMessageTables1760000000001] }),
    { module: class Rest {}, providers: [{ provide: 'REST', useFactory: () => fail('the rest was started') }] },
  ],
});

const fail = (message: string): never => {
  throw new Error(message);
};

describe('A service that is asked to migrate only', () => {
  let server: TestDatabase;
  let exitCode: typeof process.exitCode;

  beforeEach(async () => {
    server = await createTestDatabase();
    exitCode = process.exitCode;
  });

  afterEach(async () => {
    process.exitCode = exitCode;
    Logger.overrideLogger(false);
    await server.drop();
  });

  async function tables(): Promise<string[]> {
    const dataSource = await new DataSource({ type: 'postgres', url: server.url }).initialize();
    const sql = `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`;
    const rows = await dataSource.query<{ name: string }[]>(sql);
    await dataSource.destroy();
    return rows.map(({ name }) => name);
  }

  it('brings the schema up to date without starting anything else, and may be asked again', async () => {
    await migrateOnly(shopOn(server.url));
    expect(await tables()).toEqual(expect.arrayContaining(['inbox_messages', 'outbox_messages']));
    await migrateOnly(shopOn(server.url));
    expect(process.exitCode).toBe(exitCode);
  });

  it('ends with status 1 where there is nothing to migrate', async () => {
    await migrateOnly({ module: Shop });
    expect(process.exitCode).toBe(1);
  });
});
