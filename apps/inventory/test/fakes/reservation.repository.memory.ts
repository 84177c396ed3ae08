import { Clock } from '@tradewind/kernel';
import { Reservation, ReservationStatus } from '../../src/domain/reservation';
import { OverdueReservation, ReservationRepository } from '../../src/domain/reservation.repository';

interface Row {
  readonly stored: Parameters<typeof Reservation.restore>;
  readonly customerId: string | null;
  readonly reservedAt: Date;
  toldAt?: Date;
}

export class MemoryReservationRepository extends ReservationRepository {
  /** The order of each event that was told. */
  readonly told: string[] = [];
  private readonly rows = new Map<string, Row>();

  constructor(private readonly clock: Clock) {
    super();
  }

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
    this.rows.set(orderId, { stored: [orderId, lines, status], customerId, reservedAt: this.clock.now() });
  }

  async save({ orderId, lines, status }: Reservation): Promise<void> {
    const row = this.rows.get(orderId);
    if (!row) throw new Error(`${orderId} has no reservation`);
    this.rows.set(orderId, { ...row, stored: [orderId, lines, status] });
  }

  async tellOverdue(minutes: number, limit: number): Promise<OverdueReservation[]> {
    const now = this.clock.now();
    const longAgo = (time: Date) => now.getTime() - time.getTime() > minutes * 60_000;
    const overdue = [...this.rows.values()]
      .filter(({ stored: [, , status], reservedAt, toldAt }) => status === 'ACTIVE' && longAgo(toldAt ?? reservedAt))
      .slice(0, limit);
    for (const row of overdue) row.toldAt = now;
    this.told.push(...overdue.map(({ stored: [orderId] }) => orderId));
    return overdue.map(({ stored: [orderId], reservedAt }) => ({ orderId, reservedAt }));
  }
}
