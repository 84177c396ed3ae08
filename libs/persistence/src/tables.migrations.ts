import { MigrationInterface, QueryRunner } from 'typeorm';

/** Every service that sends or takes messages lists this migration before its own. */
export class CreateMessageTables1760000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE outbox_messages (
        id text PRIMARY KEY,
        position bigint GENERATED ALWAYS AS IDENTITY,
        exchange text NOT NULL,
        routing_key text NOT NULL,
        ordering_key text NOT NULL,
        body jsonb NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        sent_at timestamptz
      )`);
    // Partial: they hold only what is still to be done, however long sent messages are kept.
    await runner.query('CREATE INDEX outbox_unsent ON outbox_messages (position) WHERE sent_at IS NULL');
    await runner.query(
      'CREATE INDEX outbox_unsent_by_key ON outbox_messages (ordering_key, position) WHERE sent_at IS NULL',
    );
    await runner.query('CREATE INDEX outbox_sent ON outbox_messages (sent_at) WHERE sent_at IS NOT NULL');
    await runner.query(`
      CREATE TABLE inbox_messages (
        consumer text NOT NULL,
        message_id text NOT NULL,
        received_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (consumer, message_id)
      )`);
    await runner.query('CREATE INDEX inbox_received ON inbox_messages (received_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE inbox_messages');
    await runner.query('DROP TABLE outbox_messages');
  }
}

/** For services that orchestrate sagas; those below belong together. */
export class CreateSagaTables1760000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE saga_instances (
        id uuid PRIMARY KEY,
        definition text NOT NULL,
        version integer NOT NULL,
        subject text NOT NULL,
        state jsonb NOT NULL,
        status text NOT NULL
          CHECK (status IN ('RUNNING', 'COMPENSATING', 'COMPLETED', 'COMPENSATED', 'NEEDS_ATTENTION')),
        step text NOT NULL,
        direction text NOT NULL CHECK (direction IN ('do', 'undo')),
        awaiting uuid,
        attempts integer NOT NULL,
        deadline timestamptz,
        context jsonb NOT NULL,
        started_at timestamptz NOT NULL,
        ended_at timestamptz
      )`);
    await runner.query('CREATE INDEX saga_instances_subject ON saga_instances (subject)');
    await runner.query('CREATE INDEX saga_instances_deadline ON saga_instances (deadline) WHERE deadline IS NOT NULL');
    await runner.query(`
      CREATE TABLE saga_history (
        position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        saga_id uuid NOT NULL REFERENCES saga_instances ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        at timestamptz NOT NULL,
        step text NOT NULL,
        direction text NOT NULL,
        what text NOT NULL,
        command_id uuid,
        message text,
        data jsonb
      )`);
    await runner.query('CREATE INDEX saga_history_saga ON saga_history (saga_id, position)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE saga_history');
    await runner.query('DROP TABLE saga_instances');
  }
}

/** Lists of sagas, and of those that wait for a person. */
export class ListSagas1760000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE saga_instances ALTER COLUMN started_at TYPE timestamptz(3)');
    await runner.query('CREATE INDEX saga_instances_newest ON saga_instances (started_at DESC, id DESC)');
    await runner.query(
      `CREATE INDEX saga_instances_parked ON saga_instances (started_at DESC, id DESC)
       WHERE status = 'NEEDS_ATTENTION'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX saga_instances_parked');
    await runner.query('DROP INDEX saga_instances_newest');
  }
}

/** Two sagas never work on one subject at the same time: the second one cannot be written. */
export class AllowOneOpenSaga1760000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE UNIQUE INDEX one_open_saga ON saga_instances (subject) WHERE ended_at IS NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX one_open_saga');
  }
}

/** What operators do with sagas, how long messages waited, and since when deadlines are watched. */
export class OperateSagas1760000000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE saga_instances DROP CONSTRAINT saga_instances_status_check,
        ADD CONSTRAINT saga_instances_status_check CHECK (
          status IN ('RUNNING', 'COMPENSATING', 'COMPLETED', 'COMPENSATED', 'NEEDS_ATTENTION', 'RESOLVED'))`);
    await runner.query('ALTER TABLE saga_history ADD COLUMN trace_id text, ADD COLUMN waits jsonb');
    // One row. The patience is kept beside it, so that whoever looks for overdue sagas means the same by it.
    await runner.query(`
      CREATE TABLE saga_watch (
        only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
        watched_at timestamptz NOT NULL,
        patience interval NOT NULL
      )`);
    await runner.query(`INSERT INTO saga_watch (watched_at, patience) VALUES (now(), interval '15 seconds')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE saga_watch');
    await runner.query('ALTER TABLE saga_history DROP COLUMN waits, DROP COLUMN trace_id');
    await runner.query(`
      ALTER TABLE saga_instances DROP CONSTRAINT saga_instances_status_check,
        ADD CONSTRAINT saga_instances_status_check CHECK (
          status IN ('RUNNING', 'COMPENSATING', 'COMPLETED', 'COMPENSATED', 'NEEDS_ATTENTION'))`);
  }
}
