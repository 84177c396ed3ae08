import { MigrationInterface, QueryRunner } from 'typeorm';

/** An address names one account with a password; users of an outside issuer are known by their identity there. */
export class LinkOutsideUsers1760000400050 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE users
        ALTER COLUMN password_hash DROP NOT NULL,
        ADD COLUMN issuer text,
        ADD COLUMN subject text,
        ADD CONSTRAINT users_password_or_identity CHECK (
          (password_hash IS NULL) = (issuer IS NOT NULL) AND (issuer IS NULL) = (subject IS NULL))`);
    await runner.query('CREATE UNIQUE INDEX users_identity ON users (issuer, subject) WHERE issuer IS NOT NULL');
    await runner.query('DROP INDEX users_email');
    await runner.query('CREATE UNIQUE INDEX users_email ON users (lower(email)) WHERE password_hash IS NOT NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM users WHERE issuer IS NOT NULL');
    await runner.query('DROP INDEX users_email');
    await runner.query('CREATE UNIQUE INDEX users_email ON users (lower(email))');
    await runner.query(
      'ALTER TABLE users DROP COLUMN issuer, DROP COLUMN subject, ALTER COLUMN password_hash SET NOT NULL',
    );
  }
}
