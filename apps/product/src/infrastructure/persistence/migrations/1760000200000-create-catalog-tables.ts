import { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateCatalogTables1760000200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE categories (
        id text PRIMARY KEY,
        name text NOT NULL UNIQUE,
        created_at timestamptz(3) NOT NULL DEFAULT now()
      )`);
    await runner.query('CREATE INDEX categories_newest ON categories (created_at DESC, id DESC)');
    // Products name their category, as the API does: a list by category needs no join, and a new name reaches them all.
    await runner.query(`
      CREATE TABLE products (
        id text PRIMARY KEY,
        name text NOT NULL,
        description text,
        price_minor bigint NOT NULL CHECK (price_minor > 0),
        currency char(3) NOT NULL,
        category text NOT NULL REFERENCES categories (name) ON UPDATE CASCADE,
        tags text[] NOT NULL,
        image_url text,
        published boolean NOT NULL,
        version integer NOT NULL,
        created_at timestamptz(3) NOT NULL,
        updated_at timestamptz(3) NOT NULL
      )`);
    await runner.query('CREATE INDEX products_newest ON products (created_at DESC, id DESC) WHERE published');
    // Not partial: the foreign key looks for unpublished products too when a category is removed.
    await runner.query('CREATE INDEX products_newest_in_category ON products (category, created_at DESC, id DESC)');
    // No foreign key: stock may be told of before its product is in the catalog.
    await runner.query(`
      CREATE TABLE stock_levels (
        product_id text PRIMARY KEY,
        quantity integer NOT NULL,
        version integer NOT NULL,
        updated_at timestamptz(3) NOT NULL DEFAULT now()
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE stock_levels');
    await runner.query('DROP TABLE products');
    await runner.query('DROP TABLE categories');
  }
}
