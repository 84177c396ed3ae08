import { inventory } from '@tradewind/contracts';
import { eventsFor } from '@tradewind/messaging';
import { RecoverReservationHandler } from '../../application/recover-reservation/recover-reservation.handler';

export const orderEvents = eventsFor('order').on(inventory.reservationOverdue, RecoverReservationHandler);
