import { MigrationInterface, QueryRunner } from 'typeorm';

/** Lets a customer see what became of the stock of their order. Nobody is named for reservations from before. */
export class AddReservationCustomer1760000100002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE reservations ADD COLUMN customer_id text');
    await runner.query(
      `CREATE INDEX stock_transactions_of_order ON stock_transactions (order_id, created_at, id)
       WHERE order_id IS NOT NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX stock_transactions_of_order');
    await runner.query('ALTER TABLE reservations DROP COLUMN customer_id');
  }
}
