import { MigrationInterface, QueryRunner } from 'typeorm';

/** What was written is not changed: the database itself refuses it. */
export class CreateAuditLog1760000200020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE audit_log (
        id uuid PRIMARY KEY,
        created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
        by text NOT NULL,
        action text NOT NULL,
        target text NOT NULL,
        note text,
        details jsonb NOT NULL,
        correlation_id text
      )`);
    await runner.query('CREATE INDEX audit_log_newest ON audit_log (created_at DESC, id DESC)');
    await runner.query('CREATE INDEX audit_log_target ON audit_log (target, created_at DESC, id DESC)');
    await runner.query(`
      CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'The audit log is only added to.';
      END $$`);
    await runner.query(`
      CREATE TRIGGER audit_log_is_only_added_to BEFORE UPDATE OR DELETE ON audit_log
      FOR EACH ROW EXECUTE FUNCTION refuse_change()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE audit_log');
    await runner.query('DROP FUNCTION refuse_change');
  }
}
