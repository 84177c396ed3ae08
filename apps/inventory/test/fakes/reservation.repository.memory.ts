import { Reservation, ReservationStatus } from '../../src/domain/reservation';
import { ReservationRepository } from '../../src/domain/reservation.repository';

type Stored = Parameters<typeof Reservation.restore>;

export class MemoryReservationRepository extends ReservationRepository {
  private readonly rows = new Map<string, { stored: Stored; customerId: string | null }>();

  statusOf(orderId: string): ReservationStatus | undefined {
    return this.rows.get(orderId)?.stored[2];
  }

  customerOf(orderId: string): string | null | undefined {
    return this.rows.get(orderId)?.customerId;
  }

  async lock(orderId: string): Promise<Reservation | undefined> {
    const row = this.rows.get(orderId);
    return row && Reservation.restore(...row.stored);
  }

  async add({ orderId, lines, status, customerId }: Reservation): Promise<void> {
    if (this.rows.has(orderId)) throw new Error(`${orderId} has a reservation already`);
    this.rows.set(orderId, { stored: [orderId, lines, status], customerId });
  }

  async save({ orderId, lines, status }: Reservation): Promise<void> {
    const row = this.rows.get(orderId);
    if (!row) throw new Error(`${orderId} has no reservation`);
    this.rows.set(orderId, { ...row, stored: [orderId, lines, status] });
  }
}
