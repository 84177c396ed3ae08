import { MigrationInterface, QueryRunner } from 'typeorm';

/** What the stand-in for the provider remembers. It is another system: nothing of ours refers to it. */
export class CreateMockProviderTables1760000500001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE mock_provider_charges (
        idempotency_key text PRIMARY KEY,
        method text NOT NULL,
        amount bigint NOT NULL,
        currency text NOT NULL,
        calls integer NOT NULL DEFAULT 1,
        outcome text CHECK (outcome IN ('captured', 'declined')),
        reference text UNIQUE,
        reason text,
        created_at timestamptz(3) NOT NULL DEFAULT now()
      )`);
    await runner.query(`
      CREATE TABLE mock_provider_refunds (
        idempotency_key text PRIMARY KEY,
        reference text NOT NULL REFERENCES mock_provider_charges (reference),
        amount bigint NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now()
      )`);
    await runner.query('CREATE INDEX mock_provider_refunds_of ON mock_provider_refunds (reference)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE mock_provider_refunds');
    await runner.query('DROP TABLE mock_provider_charges');
  }
}
