import { MigrationInterface, QueryRunner } from 'typeorm';

export class CreatePayments1760000500000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE payments (
        id uuid PRIMARY KEY,
        order_id text NOT NULL CONSTRAINT one_payment_per_order UNIQUE,
        customer_id text,
        amount bigint NOT NULL CHECK (amount >= 0),
        refunded_amount bigint NOT NULL DEFAULT 0,
        currency text NOT NULL,
        status text NOT NULL
          CHECK (status IN ('PENDING', 'CAPTURED', 'DECLINED', 'FAILED', 'REFUNDED', 'PARTIALLY_REFUNDED')),
        provider text,
        provider_reference text,
        decline_reason text,
        attempts integer NOT NULL DEFAULT 0,
        cancelled boolean NOT NULL DEFAULT false,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        updated_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT never_refunds_more_than_it_took CHECK (refunded_amount >= 0 AND refunded_amount <= amount),
        CONSTRAINT refunds_only_what_it_took
          CHECK (refunded_amount = 0 OR status IN ('REFUNDED', 'PARTIALLY_REFUNDED')),
        CONSTRAINT took_it_by_a_charge
          CHECK ((provider_reference IS NOT NULL) = (status IN ('CAPTURED', 'REFUNDED', 'PARTIALLY_REFUNDED'))),
        CONSTRAINT begun_or_cancelled_beforehand CHECK (customer_id IS NOT NULL OR (cancelled AND status = 'FAILED'))
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE payments');
  }
}
