import { Reservation, ReservationStatus, ReservedLine } from '../../src/domain/reservation';
import { ReservationRepository } from '../../src/domain/reservation.repository';

export class MemoryReservationRepository extends ReservationRepository {
  private readonly rows = new Map<string, { lines: readonly ReservedLine[]; status: ReservationStatus }>();

  statusOf(orderId: string): ReservationStatus | undefined {
    return this.rows.get(orderId)?.status;
  }

  async lock(orderId: string): Promise<Reservation | undefined> {
    const row = this.rows.get(orderId);
    return row && Reservation.restore(orderId, row.lines, row.status);
  }

  async add(reservation: Reservation): Promise<void> {
    if (this.rows.has(reservation.orderId)) throw new Error(`${reservation.orderId} has a reservation already`);
    await this.save(reservation);
  }

  async save({ orderId, lines, status }: Reservation): Promise<void> {
    this.rows.set(orderId, { lines, status });
  }
}
