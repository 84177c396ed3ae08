import { MigrationInterface, QueryRunner } from 'typeorm';

export class CreatePayments1760000300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE payments (
        id uuid PRIMARY KEY,
        order_id text NOT NULL UNIQUE,
        customer_id text NOT NULL,
        amount bigint NOT NULL CHECK (amount >= 0),
        refunded bigint NOT NULL DEFAULT 0,
        currency char(3) NOT NULL,
        method text NOT NULL,
        status text NOT NULL
          CHECK (status IN ('PENDING', 'CAPTURED', 'DECLINED', 'FAILED', 'REFUNDED', 'PARTIALLY_REFUNDED')),
        provider text NOT NULL,
        provider_reference text,
        attempts integer NOT NULL DEFAULT 0,
        created_at timestamptz(3) NOT NULL,
        updated_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT never_refunded_beyond_capture CHECK (refunded >= 0 AND refunded <= amount),
        CONSTRAINT refunded_only_when_captured CHECK (refunded = 0 OR status IN ('REFUNDED', 'PARTIALLY_REFUNDED')),
        CONSTRAINT captured_by_a_charge
          CHECK ((provider_reference IS NOT NULL) = (status IN ('CAPTURED', 'REFUNDED', 'PARTIALLY_REFUNDED')))
      )`);
    // Kept apart from the payments: an order may be undone before its payment has begun.
    await runner.query(`
      CREATE TABLE cancelled_orders (
        order_id text PRIMARY KEY,
        cancelled_at timestamptz(3) NOT NULL DEFAULT now()
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE cancelled_orders');
    await runner.query('DROP TABLE payments');
  }
}
