import { Reservation } from './reservation';

export abstract class ReservationRepository {
  /** Holds everything about the reservation of this order until the transaction ends, also when there is none yet. */
  abstract lock(orderId: string): Promise<Reservation | undefined>;

  /** For an order that was found to have none under `lock`. */
  abstract add(reservation: Reservation): Promise<void>;

  abstract save(reservation: Reservation): Promise<void>;
}
