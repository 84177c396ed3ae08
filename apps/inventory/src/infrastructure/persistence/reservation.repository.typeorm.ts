import { Database } from '@tradewind/persistence';
import { Reservation, ReservationStatus, ReservedLine } from '../../domain/reservation';
import { ReservationRepository } from '../../domain/reservation.repository';

interface ReservationRow {
  order_id: string;
  status: ReservationStatus;
  lines: ReservedLine[];
}

export class TypeOrmReservationRepository extends ReservationRepository {
  constructor(private readonly db: Database) {
    super();
  }

  async lock(orderId: string): Promise<Reservation | undefined> {
    // By an advisory lock, since there may be no row yet to lock.
    await this.db.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [orderId]);
    const [row] = await this.db.query<ReservationRow>(
      'SELECT order_id, status, lines FROM reservations WHERE order_id = $1',
      [orderId],
    );
    return row && Reservation.restore(row.order_id, row.lines, row.status);
  }

  async add(reservation: Reservation): Promise<void> {
    const { orderId, customerId, status, lines } = reservation;
    await this.db.query('INSERT INTO reservations (order_id, customer_id, status, lines) VALUES ($1, $2, $3, $4)', [
      orderId,
      customerId,
      status,
      JSON.stringify(lines),
    ]);
  }

  async save(reservation: Reservation): Promise<void> {
    await this.db.query('UPDATE reservations SET status = $2, updated_at = now() WHERE order_id = $1', [
      reservation.orderId,
      reservation.status,
    ]);
  }
}
