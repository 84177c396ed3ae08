import { MigrationInterface, QueryRunner } from 'typeorm';

export class AllowReturns1760000100001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE reservations DROP CONSTRAINT reservations_status_check,
        ADD CONSTRAINT reservations_status_check
          CHECK (status IN ('ACTIVE', 'RELEASED', 'COMMITTED', 'RETURNED'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE reservations DROP CONSTRAINT reservations_status_check,
        ADD CONSTRAINT reservations_status_check CHECK (status IN ('ACTIVE', 'RELEASED', 'COMMITTED'))`);
  }
}
