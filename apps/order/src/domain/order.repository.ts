import { Order } from './order';

export abstract class OrderRepository {
  abstract add(order: Order): Promise<void>;

  /** Loads an order and holds it against others until the transaction ends. */
  abstract lock(id: string): Promise<Order | undefined>;

  /** Locks an order that is to be cancelled and that no saga works on, if there is one. */
  abstract lockCancelRequested(): Promise<Order | undefined>;

  abstract save(order: Order): Promise<void>;
}
