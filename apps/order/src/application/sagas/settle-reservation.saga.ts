import { inventory } from '@tradewind/contracts';
import { saga, send } from '@tradewind/saga';

export interface SettleReservationState {
  readonly orderId: string;
}

const subject = (state: SettleReservationState): string => state.orderId;
const theOrder = ({ orderId }: SettleReservationState) => ({ orderId });

/** Releases what is still set aside for an order that no saga works on and that will not be delivered. */
export const releaseReservationSaga = saga<SettleReservationState>('release-reservation', { version: 1, subject })
  .retry('release stock', { do: send(inventory.releaseStock, theOrder) })
  .done();

/** Sells what is still set aside for an order that was confirmed and then lost its saga. */
export const commitReservationSaga = saga<SettleReservationState>('commit-reservation', { version: 1, subject })
  .retry('commit stock', { do: send(inventory.commitStock, theOrder) })
  .done();
