import { createTestDatabase, eventually, MemoryMetrics, TestDatabase } from '@tradewind/testing';
import { DataSource } from 'typeorm';
import { PoolMetrics } from '../../src/pool.metrics';

describe('the numbers of the connection pool', () => {
  let server: TestDatabase;
  let dataSource: DataSource;
  const metrics = new MemoryMetrics();

  beforeAll(async () => {
    server = await createTestDatabase();
    dataSource = await new DataSource({ type: 'postgres', url: server.url, poolSize: 2 }).initialize();
    new PoolMetrics(metrics, dataSource);
  });

  afterAll(async () => {
    await dataSource.destroy();
    await server.drop();
  });

  const valueOf = async (name: string, state?: string) =>
    (await metrics.read(name)).find(({ labels }) => labels['state'] === state)?.value;

  it('show who holds a connection, who waits for one, and that everybody has got one', async () => {
    const runners = [1, 2].map(() => dataSource.createQueryRunner());
    await Promise.all(runners.map((runner) => runner.connect()));
    const late = dataSource.query('SELECT 1');
    await eventually(async () => expect(await valueOf('db_pool_waiting_requests')).toBe(1));
    expect(await valueOf('db_pool_connections', 'busy')).toBe(2);

    await Promise.all(runners.map((runner) => runner.release()));
    await late;
    expect(await valueOf('db_pool_waiting_requests')).toBe(0);
    expect(await valueOf('db_pool_connections', 'busy')).toBe(0);
    expect(await valueOf('db_pool_connections', 'idle')).toBe(2);
    expect(metrics.series('db_pool_wait_seconds_count')).toEqual(['db_pool_wait_seconds_count 3']);
  });
});
