import { Reservation } from './reservation';

export abstract class ReservationRepository {
  abstract lock(orderId: string): Promise<Reservation | undefined>;

  /** Fails when another transaction has added one for this order meanwhile; the message is then handled again. */
  abstract add(reservation: Reservation): Promise<void>;

  abstract save(reservation: Reservation): Promise<void>;
}
