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
    const [row] = await this.db.query<ReservationRow>(
      'SELECT order_id, status, lines FROM reservations WHERE order_id = $1 FOR UPDATE',
      [orderId],
    );
    return row && Reservation.restore(row.order_id, row.lines, row.status);
  }

  async add(reservation: Reservation): Promise<void> {
    await this.db.query('INSERT INTO reservations (order_id, status, lines) VALUES ($1, $2, $3)', [
      reservation.orderId,
      reservation.status,
      JSON.stringify(reservation.lines),
    ]);
  }

  async save(reservation: Reservation): Promise<void> {
    await this.db.query('UPDATE reservations SET status = $2, updated_at = now() WHERE order_id = $1', [
      reservation.orderId,
      reservation.status,
    ]);
  }
}
