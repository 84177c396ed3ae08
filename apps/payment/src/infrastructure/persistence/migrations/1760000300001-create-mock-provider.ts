import { MigrationInterface, QueryRunner } from 'typeorm';

/** The memory of the mock provider, which stands for another company's database. */
export class CreateMockProvider1760000300001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE mock_provider_charges (
        idempotency_key text PRIMARY KEY,
        amount bigint NOT NULL,
        currency char(3) NOT NULL,
        calls integer NOT NULL,
        outcome text CHECK (outcome IN ('captured', 'declined')),
        reference text NOT NULL UNIQUE
      )`);
    await runner.query(`
      CREATE TABLE mock_provider_refunds (
        idempotency_key text PRIMARY KEY,
        reference text NOT NULL REFERENCES mock_provider_charges (reference),
        amount bigint NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE mock_provider_refunds');
    await runner.query('DROP TABLE mock_provider_charges');
  }
}
