import type { Test } from 'supertest';
import type { Api } from './api';
import type { Customer } from './people';
import type { Product } from './shop';
import type { ListBody, OrderBody, PaymentBody, SagaBody } from './wire';

export interface OrderWish {
  readonly product: Product;
  readonly quantity?: number;
  readonly paymentMethod?: string;
}

/** Sends an order and does not wait for its saga. */
export function sendOrder(
  { api }: Customer,
  { product, quantity = 1, paymentMethod = 'pm_card_visa' }: OrderWish,
): Test {
  return api.post('/api/orders', { items: [{ product_id: product.id, quantity }], payment_method: paymentMethod });
}

/** Places an order and waits until its saga has ended. */
export async function placeOrder(customer: Customer, wish: OrderWish): Promise<OrderBody> {
  const answer = await sendOrder(customer, wish).set('prefer', 'wait=30').expect(201);
  return answer.body as OrderBody;
}

export async function orderOf({ api }: Customer, id: string): Promise<OrderBody> {
  return (await api.get(`/api/orders/${id}`).expect(200)).body as OrderBody;
}

/** All orders of a customer. */
export async function ordersOf({ api }: Customer): Promise<readonly OrderBody[]> {
  const { items, next_cursor } = (await api.get('/api/orders?limit=100').expect(200)).body as ListBody<OrderBody>;
  if (next_cursor !== null) throw new Error('More than a hundred orders of one customer; use more customers.');
  return items;
}

/** The saga that an order started. */
export async function sagaOf({ api }: Customer, orderId: string): Promise<SagaBody> {
  const answer = await api.get(`/api/orders/${orderId}/saga`).expect(200);
  const [saga] = (answer.body as { sagas: SagaBody[] }).sagas;
  if (!saga) throw new Error(`Order ${orderId} has no saga`);
  return saga;
}

/** A timeline as one line a step: `do reserve stock: done`. */
export function story({ steps }: SagaBody): string[] {
  return steps.map(({ action, step, outcome }) => `${action} ${step}: ${outcome}`);
}

export async function paymentOf({ api }: { api: Api }, orderId: string): Promise<PaymentBody> {
  return (await api.get(`/api/payments/order/${orderId}`).expect(200)).body as PaymentBody;
}
