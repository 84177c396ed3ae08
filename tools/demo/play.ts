import { setTimeout as sleep } from 'node:timers/promises';
import type { Http } from '../shared/http';
import type { Scene } from './scenes';
import type { Order, Payment, Saga, StockItem, Timeline } from './wire';

const WAIT_S = 30;
const LOOK_AGAIN_MS = 500;
const LOOKS = 6;

/** What happened to one order of the demo, as its customer sees it through the gateway. */
export interface Played {
  readonly scene: Scene;
  readonly quantity: number;
  readonly order: Order;
  readonly saga: Saga | undefined;
  readonly payment: Payment | undefined;
  readonly before: StockItem;
  readonly after: StockItem;
  /** From the order to its answer, which is held until the saga has ended. */
  readonly tookMs: number;
}

export async function play(shop: Http, scene: Scene): Promise<Played> {
  const before = await stockOf(shop, scene);
  const quantity = scene.quantity(before.available_qty);
  const begun = Date.now();
  const order = await place(shop, scene, quantity);
  const tookMs = Date.now() - begun;
  return {
    ...{ scene, quantity, order, before, tookMs },
    saga: await endedSaga(shop, order.id),
    payment: await paymentFor(shop, order.id),
    after: await stockOf(shop, scene),
  };
}

async function stockOf(shop: Http, { product }: Scene): Promise<StockItem> {
  return (await shop.get<StockItem>(`/api/inventory/${product.id}`)).body;
}

async function place(shop: Http, { product, paymentMethod }: Scene, quantity: number): Promise<Order> {
  const body = { items: [{ product_id: product.id, quantity }], payment_method: paymentMethod };
  const headers = { prefer: `wait=${WAIT_S}` };
  return (await shop.post<Order>('/api/orders', { body, headers })).body;
}

/** The saga that the order started; one that still runs is given a moment more. */
async function endedSaga(shop: Http, orderId: string, looks = LOOKS): Promise<Saga | undefined> {
  const [saga] = (await shop.get<Timeline>(`/api/orders/${orderId}/saga`)).body.sagas;
  if (saga?.ended_at || looks <= 1) return saga;
  await sleep(LOOK_AGAIN_MS);
  return endedSaga(shop, orderId, looks - 1);
}

async function paymentFor(shop: Http, orderId: string): Promise<Payment | undefined> {
  const answer = await shop.get<Payment>(`/api/payments/order/${orderId}`, { accept: [404] });
  return answer.status === 404 ? undefined : answer.body;
}
