import { MigrationInterface, QueryRunner } from 'typeorm';

/** When a reservation was last told to be overdue, and an index of the few that are ACTIVE at any time. */
export class FindOverdueReservations1760000100003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE reservations ADD COLUMN overdue_told_at timestamptz(3)');
    await runner.query("CREATE INDEX reservations_active ON reservations (created_at) WHERE status = 'ACTIVE'");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX reservations_active');
    await runner.query('ALTER TABLE reservations DROP COLUMN overdue_told_at');
  }
}
