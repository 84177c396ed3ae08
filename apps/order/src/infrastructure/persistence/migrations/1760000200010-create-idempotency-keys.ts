import { MigrationInterface, QueryRunner } from 'typeorm';

/** The keys of POST /orders, the one route that takes them. */
export class CreateIdempotencyKeys1760000200010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE idempotency_keys (
        customer_id text NOT NULL,
        key text NOT NULL,
        fingerprint text NOT NULL,
        order_id uuid NOT NULL REFERENCES orders,
        created_at timestamptz(3) NOT NULL,
        PRIMARY KEY (customer_id, key)
      )`);
    await runner.query('CREATE INDEX idempotency_keys_oldest ON idempotency_keys (created_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE idempotency_keys');
  }
}
