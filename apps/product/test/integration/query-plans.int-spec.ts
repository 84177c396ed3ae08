import { newId } from '@tradewind/kernel';
import { TypeOrmCategoryQueries } from '../../src/infrastructure/persistence/category.queries.typeorm';
import { TypeOrmProductQueries } from '../../src/infrastructure/persistence/product.queries.typeorm';
import { RunningProduct, runProduct } from './running-product';

describe('the plans of the lists', () => {
  let service: RunningProduct;

  beforeAll(async () => {
    service = await runProduct();
    const { database } = service;
    await database.query("INSERT INTO categories (id, name) SELECT 'c' || n, 'c' || n FROM generate_series(0, 99) n");
    await database.query(
      `INSERT INTO products (id, name, price_minor, currency, category, tags, published, version, created_at, updated_at)
       SELECT 'p' || n, 'Product ' || n, 100, 'USD', 'c' || n % 100, '{}', true, 1, now() - n * interval '1 s', now()
       FROM generate_series(1, 5000) n`,
    );
    await database.query('ANALYZE categories, products');
  }, 30_000);

  afterAll(() => service?.close());

  const after = { createdAt: new Date(), id: 'p100' };

  /** Runs a list and explains the statement that it sent, with the parameters that it sent. */
  async function planOf(list: () => Promise<unknown>): Promise<string> {
    const query = jest.spyOn(service.database, 'query');
    await list();
    const [sql, parameters] = query.mock.calls[0]!;
    query.mockRestore();
    return service.database.run(async () => {
      await service.database.query('SET LOCAL enable_seqscan = off');
      const lines = await service.database.query<Record<string, string>>(`EXPLAIN ${sql}`, parameters);
      return lines.map((line) => line['QUERY PLAN']).join('\n');
    });
  }

  it.each([
    ['newest products', 'products_newest', { limit: 20 }, undefined],
    ['newest products, next page', 'products_newest', { limit: 20, after }, undefined],
    ['newest of a category', 'products_newest_in_category', { limit: 20 }, 'c7'],
    ['newest of a category, next page', 'products_newest_in_category', { limit: 20, after }, 'c7'],
  ])('%s: reads %s and sorts nothing', async (_, index, page, category) => {
    const queries = new TypeOrmProductQueries(service.database);
    const plan = await planOf(() => queries.listPublished(page, category));
    expect(plan).toMatch(new RegExp(`Index Scan using ${index} `));
    expect(plan).not.toContain('Sort');
    if ('after' in page) expect(plan).toMatch(/Index Cond: .*ROW\(/);
  });

  it.each([{ limit: 20 }, { limit: 20, after }])('newest categories: reads categories_newest (%j)', async (page) => {
    const plan = await planOf(() => new TypeOrmCategoryQueries(service.database).list(page));
    expect(plan).toMatch(/Index Scan using categories_newest /);
    expect(plan).not.toContain('Sort');
  });

  it('products by their ids: reads the primary key', async () => {
    const queries = new TypeOrmProductQueries(service.database);
    const plan = await planOf(() => queries.findPublished(['p1', 'p2', newId()]));
    expect(plan).toContain('products_pkey');
  });
});
