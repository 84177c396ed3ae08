import { Payment } from './payment';

export interface PaymentOfOrder {
  readonly payment: Payment | undefined;
  /** The order was undone: what is charged for it from now on must be given back. */
  readonly cancelled: boolean;
}

export abstract class PaymentRepository {
  /** Holds everything about the payment of this order until the transaction ends, also when there is none yet. */
  abstract lock(orderId: string): Promise<PaymentOfOrder>;

  abstract add(payment: Payment): Promise<void>;

  abstract save(payment: Payment): Promise<void>;

  /** Remembers for good that this order was undone. */
  abstract markCancelled(orderId: string): Promise<void>;
}
