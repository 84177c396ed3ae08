import { UseCase } from '@tradewind/kernel';
import { IdempotencyKeys, KeyedRequest } from '../ports/idempotency-keys';
import { PlaceOrder } from './place-order.command';
import { PlaceOrderHandler } from './place-order.handler';

export interface PlaceOrderOnce {
  readonly order: PlaceOrder;
  /** Left out, every request is a new order. */
  readonly idempotency?: Pick<KeyedRequest, 'key' | 'fingerprint'>;
}

export interface Placed {
  readonly orderId: string;
  /** The order is there since an earlier request. */
  readonly replayed: boolean;
}

type Prepared = { readonly known: string } | { readonly toPlace: Awaited<ReturnType<PlaceOrderHandler['prepare']>> };

/** Places an order, unless the same request has placed it already: then it answers with that one. */
export class PlaceOrderOnceHandler implements UseCase<PlaceOrderOnce, Placed, Prepared> {
  constructor(
    private readonly placeOrder: PlaceOrderHandler,
    private readonly keys: IdempotencyKeys,
  ) {}

  /** Looks for the key first: an order that is there needs no prices, and keeps its own. */
  async prepare(command: PlaceOrderOnce): Promise<Prepared> {
    const request = keyedRequest(command);
    const known = request && (await this.keys.orderOf(request));
    return known === undefined ? { toPlace: await this.placeOrder.prepare(command.order) } : { known };
  }

  async handle(command: PlaceOrderOnce, prepared: Prepared): Promise<Placed> {
    if ('known' in prepared) return { orderId: prepared.known, replayed: true };
    const request = keyedRequest(command);
    // While prices were asked for, an equal request may have come first.
    const known = request && (await this.keys.claim(request));
    if (known !== undefined) return { orderId: known, replayed: true };
    const orderId = await this.placeOrder.handle(command.order, prepared.toPlace);
    if (request) await this.keys.keep(request, orderId);
    return { orderId, replayed: false };
  }
}

function keyedRequest({ order, idempotency }: PlaceOrderOnce): KeyedRequest | undefined {
  return idempotency && { customerId: order.customer.userId, ...idempotency };
}
