import { MigrationInterface, QueryRunner } from 'typeorm';

/** Why an order is to be cancelled, kept until a saga can do it; also for PENDING orders whose saga was given up. */
export class TellWhoCancels1760000200011 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE orders ADD COLUMN cancel_reason text');
    await runner.query('DROP INDEX orders_to_cancel');
    await runner.query(`
      CREATE INDEX orders_to_cancel ON orders (id)
      WHERE status_reason = 'cancel_requested' AND status IN ('PENDING', 'CONFIRMED')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX orders_to_cancel');
    await runner.query(`
      CREATE INDEX orders_to_cancel ON orders (id)
      WHERE status = 'CONFIRMED' AND status_reason = 'cancel_requested'`);
    await runner.query('ALTER TABLE orders DROP COLUMN cancel_reason');
  }
}
