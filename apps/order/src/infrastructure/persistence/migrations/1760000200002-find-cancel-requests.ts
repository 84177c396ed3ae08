import { MigrationInterface, QueryRunner } from 'typeorm';

export class FindCancelRequests1760000200002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX orders_to_cancel ON orders (id)
      WHERE status = 'CONFIRMED' AND status_reason = 'cancel_requested'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX orders_to_cancel');
  }
}
