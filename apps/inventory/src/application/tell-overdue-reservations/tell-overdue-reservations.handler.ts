import { UseCase } from '@tradewind/kernel';
import { OverdueReservation, ReservationRepository } from '../../domain/reservation.repository';

export interface TellOverdueReservations {
  readonly afterMinutes: number;
  readonly limit: number;
}

/**
 * Asks, by an event, about goods that are set aside for so long that their order may be gone. They stay set aside:
 * whether a saga is only slow is known to the order service, which answers with release-stock if none is left.
 */
export class TellOverdueReservationsHandler implements UseCase<TellOverdueReservations, OverdueReservation[]> {
  constructor(private readonly reservations: ReservationRepository) {}

  handle({ afterMinutes, limit }: TellOverdueReservations): Promise<OverdueReservation[]> {
    return this.reservations.tellOverdue(afterMinutes, limit);
  }
}
