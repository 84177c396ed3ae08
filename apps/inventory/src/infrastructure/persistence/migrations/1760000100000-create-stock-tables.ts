import { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateStockTables1760000100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE inventory_items (
        product_id text PRIMARY KEY,
        product_name text NOT NULL,
        quantity integer NOT NULL,
        reserved_qty integer NOT NULL DEFAULT 0,
        low_stock_threshold integer NOT NULL CHECK (low_stock_threshold >= 0),
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        updated_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT never_oversold CHECK (reserved_qty >= 0 AND reserved_qty <= quantity)
      )`);
    await runner.query('CREATE INDEX inventory_items_newest ON inventory_items (created_at DESC, product_id DESC)');
    await runner.query(`
      CREATE TABLE stock_transactions (
        id uuid PRIMARY KEY,
        product_id text NOT NULL REFERENCES inventory_items,
        type text NOT NULL CHECK (type IN ('IN', 'OUT', 'RESERVE', 'RELEASE')),
        change_qty integer NOT NULL CHECK (change_qty <> 0),
        reason text NOT NULL,
        order_id text,
        created_at timestamptz(3) NOT NULL DEFAULT now()
      )`);
    await runner.query(
      'CREATE INDEX stock_transactions_newest ON stock_transactions (product_id, created_at DESC, id DESC)',
    );
    await runner.query(`
      CREATE TABLE reservations (
        order_id text PRIMARY KEY,
        status text NOT NULL CHECK (status IN ('ACTIVE', 'RELEASED', 'COMMITTED')),
        lines jsonb NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        updated_at timestamptz(3) NOT NULL DEFAULT now()
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE reservations');
    await runner.query('DROP TABLE stock_transactions');
    await runner.query('DROP TABLE inventory_items');
  }
}
