import { MigrationInterface, QueryRunner } from 'typeorm';

/** Ended sessions are told to the other services every few seconds for as long as their access tokens are good. */
export class FindRevokedFamilies1760000500000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'CREATE INDEX refresh_families_revoked ON refresh_families (revoked_at) WHERE revoked_at IS NOT NULL',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX refresh_families_revoked');
  }
}
