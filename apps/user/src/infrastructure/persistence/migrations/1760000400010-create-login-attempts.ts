import { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateLoginAttempts1760000400010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE login_attempts (
        email text NOT NULL,
        address text NOT NULL,
        begun_at timestamptz(3)[] NOT NULL,
        last_begun_at timestamptz(3) NOT NULL,
        PRIMARY KEY (email, address)
      )`);
    await runner.query('CREATE INDEX login_attempts_oldest ON login_attempts (last_begun_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE login_attempts');
  }
}
