import { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateOrders1760000200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE orders (
        id uuid PRIMARY KEY,
        order_number text NOT NULL UNIQUE,
        customer_id text NOT NULL,
        customer_email text NOT NULL,
        customer_name text NOT NULL,
        lines jsonb NOT NULL CHECK (jsonb_array_length(lines) > 0),
        total bigint NOT NULL CHECK (total >= 0),
        currency char(3) NOT NULL,
        status text NOT NULL CHECK (status IN ('PENDING', 'CONFIRMED', 'SHIPPED', 'DELIVERED', 'CANCELLED')),
        status_reason text,
        created_at timestamptz(3) NOT NULL,
        updated_at timestamptz(3) NOT NULL
      )`);
    await runner.query('CREATE INDEX orders_newest ON orders (created_at DESC, id DESC)');
    await runner.query('CREATE INDEX orders_of_customer ON orders (customer_id, created_at DESC, id DESC)');
    await runner.query('CREATE INDEX orders_of_email ON orders (customer_email, created_at DESC, id DESC)');
    // Each replica takes numbers by the fifty; those it has not used when it ends are gaps.
    await runner.query('CREATE SEQUENCE order_numbers INCREMENT BY 50');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP SEQUENCE order_numbers');
    await runner.query('DROP TABLE orders');
  }
}
