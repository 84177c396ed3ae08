import { Reservation } from './reservation';

/** Goods that are set aside for longer than an order should take. */
export interface OverdueReservation {
  readonly orderId: string;
  readonly reservedAt: Date;
}

export abstract class ReservationRepository {
  /** Holds everything about the reservation of this order until the transaction ends, also when there is none yet. */
  abstract lock(orderId: string): Promise<Reservation | undefined>;

  /** For an order that was found to have none under `lock`. */
  abstract add(reservation: Reservation): Promise<void>;

  abstract save(reservation: Reservation): Promise<void>;

  /**
   * Tells of up to `limit` reservations that are ACTIVE for longer than `minutes`, but for those that were told of within
   * that time. Each is told by one caller, however many ask at once. @returns them, oldest first
   */
  abstract tellOverdue(minutes: number, limit: number): Promise<OverdueReservation[]>;
}
