import { inventory } from '@tradewind/contracts';
import { inSpan, newId } from '@tradewind/kernel';
import { EventPublisher } from '@tradewind/messaging';
import { Database } from '@tradewind/persistence';
import { Reservation, ReservationStatus, ReservedLine } from '../../domain/reservation';
import { OverdueReservation, ReservationRepository } from '../../domain/reservation.repository';

interface ReservationRow {
  order_id: string;
  status: ReservationStatus;
  lines: ReservedLine[];
}

export class TypeOrmReservationRepository extends ReservationRepository {
  constructor(
    private readonly db: Database,
    private readonly events: EventPublisher,
  ) {
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

  /**
   * All times are of the database's clock, that of this process does not matter. Should it jump, the question is only
   * asked earlier or once more, which does no harm: what is told changes nothing here.
   */
  async tellOverdue(minutes: number, limit: number): Promise<OverdueReservation[]> {
    const rows = await this.db.query<{ order_id: string; created_at: Date }>(
      `WITH overdue AS MATERIALIZED (
         SELECT order_id FROM reservations
         WHERE status = 'ACTIVE' AND created_at < now() - $1 * interval '1 minute'
           AND (overdue_told_at IS NULL OR overdue_told_at < now() - $1 * interval '1 minute')
         ORDER BY created_at LIMIT $2
         FOR UPDATE SKIP LOCKED)
       UPDATE reservations SET overdue_told_at = now() FROM overdue
       WHERE reservations.order_id = overdue.order_id
       RETURNING reservations.order_id, reservations.created_at`,
      [minutes, limit],
    );
    const told = rows.map((row) => ({ orderId: row.order_id, reservedAt: row.created_at })).sort(byAge);
    for (const reservation of told) await this.tell(reservation);
    return told;
  }

  /** Nobody has asked for it: each begins a trace of its own. */
  private tell({ orderId, reservedAt }: OverdueReservation): Promise<void> {
    const data = { orderId, reservedAt: reservedAt.toISOString() };
    const span = { name: 'tell overdue reservation', kind: 'internal' as const, attributes: { 'order.id': orderId } };
    return inSpan(span, { correlationId: newId(), orderId }, () =>
      this.events.publish(inventory.reservationOverdue, orderId, data),
    );
  }
}

const byAge = (a: OverdueReservation, b: OverdueReservation): number => a.reservedAt.getTime() - b.reservedAt.getTime();
