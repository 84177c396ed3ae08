import { eventually } from '@tradewind/testing';
import { contradictions, unfinishedBusiness } from './books';
import { queuesAreEmpty } from './broker';
import { rowsOf } from './databases';
import { ordersOf, placeOrder } from './orders';
import { type Customer, newCustomer } from './people';
import { allReady, killHard, restarted, restarts } from './processes';
import { type Answer, endingOf, rush } from './rush';
import { newProduct, stockOf } from './shop';
import type { OrderBody } from './wire';

const STOCK = 100;
const SETTLED_WITHIN_MS = 90_000;
const LOOK_EVERY_MS = 250;

/** What was seen of one crash. */
export interface Crash {
  readonly answers: readonly Answer[];
  readonly orders: readonly OrderBody[];
  /** Orders whose saga had begun and not ended at the moment of the crash. */
  readonly inTheMiddle: number;
}

/**
 * Sends a rush of orders and kills a process as soon as so many of them are answered; waits until it runs again and
 * all orders have ended. Every order must then have ended as its kind has to, and all books must agree.
 */
export async function crashDuringRush(name: string, afterAnswers: number): Promise<Crash> {
  await readyForBusiness();
  const [customer, product] = [await newCustomer('Storm'), await newProduct({ stock: STOCK })];
  const before = restarts();
  const { answered, answers } = rush(customer, product);
  await answered(afterAnswers);
  killHard(name);
  const killedAt = new Date();
  const all = await answers;
  await restarted(name, before);
  const orders = await settledOrders(customer);

  expectAllEndedRight(orders);
  expectNoneLost(all, orders);
  const sold = orders.filter(({ status }) => status === 'CONFIRMED').length;
  expect(await stockOf(product)).toEqual({ quantity: STOCK - sold, reserved_qty: 0, available_qty: STOCK - sold });
  await expectBooksToAgree();
  return { answers: all, orders, inTheMiddle: await underWayAt(killedAt, orders) };
}

/** A crash before this one may still be felt: in a circuit breaker, in a connection that has to be made again. */
async function readyForBusiness(): Promise<void> {
  await allReady();
  const [customer, product] = [await newCustomer('Calm'), await newProduct()];
  const look = async (): Promise<void> => {
    expect(await placeOrder(customer, { product })).toMatchObject({ status: 'CONFIRMED' });
  };
  await eventually(look, SETTLED_WITHIN_MS, LOOK_EVERY_MS);
}

/** The orders of a customer once none is PENDING and no saga, outbox or queue has anything left to do. */
async function settledOrders(customer: Customer): Promise<readonly OrderBody[]> {
  const look = async (): Promise<readonly OrderBody[]> => {
    expect(await unfinishedBusiness()).toEqual([]);
    return ordersOf(customer);
  };
  const orders = await eventually(look, SETTLED_WITHIN_MS, LOOK_EVERY_MS);
  await queuesAreEmpty();
  return orders;
}

function expectAllEndedRight(orders: readonly OrderBody[]): void {
  const wrong = orders
    .map(({ id, customer_name: kind, status, status_reason: reason }) => ({
      id,
      expected: endingOf(kind),
      came: reason === null ? status : `${status} ${reason}`,
    }))
    .filter(({ expected, came }) => expected !== came);
  expect(wrong).toEqual([]);
}

/** An order that was answered with 201 exists; nobody got an answer that hides what happened. */
function expectNoneLost(answers: readonly Answer[], orders: readonly OrderBody[]): void {
  const statuses = answers.flatMap((answer) => ('status' in answer ? [answer.status] : []));
  expect(statuses.filter((status) => ![201, 502, 503, 504].includes(status))).toEqual([]);
  const accepted = answers.flatMap((answer) => ('orderId' in answer && answer.status === 201 ? [answer.orderId] : []));
  const known = new Set(orders.map(({ id }) => id));
  expect(accepted.filter((id) => id === undefined || !known.has(id))).toEqual([]);
  expect(orders.length).toBeLessThanOrEqual(answers.length);
}

async function expectBooksToAgree(): Promise<void> {
  await eventually(async () => expect(await contradictions()).toEqual([]), 10_000, LOOK_EVERY_MS);
}

async function underWayAt(moment: Date, orders: readonly OrderBody[]): Promise<number> {
  const [row] = await rowsOf<{ count: number }>(
    'order',
    `SELECT count(*)::int AS count FROM saga_instances
     WHERE subject = ANY($1) AND started_at <= $2 AND ended_at > $2`,
    [orders.map(({ id }) => id), moment],
  );
  return row?.count ?? 0;
}
