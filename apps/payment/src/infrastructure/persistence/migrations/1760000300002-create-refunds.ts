import { MigrationInterface, QueryRunner } from 'typeorm';

/** Each refund with its time. What was refunded before counts as one, at the time of the payment's last change. */
export class CreateRefunds1760000300002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE refunds (
        id uuid PRIMARY KEY,
        payment_id uuid NOT NULL REFERENCES payments,
        amount bigint NOT NULL CHECK (amount > 0),
        reason text NOT NULL,
        created_at timestamptz(3) NOT NULL
      )`);
    await runner.query('CREATE INDEX refunds_of_payment ON refunds (payment_id, created_at, id)');
    await runner.query(`
      INSERT INTO refunds (id, payment_id, amount, reason, created_at)
      SELECT gen_random_uuid(), id, refunded, 'order-cancelled', updated_at FROM payments WHERE refunded > 0`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE refunds');
  }
}
