import { rowsOf } from './databases';

interface OrderRow {
  readonly id: string;
  readonly status: string;
  readonly total: number;
  readonly units: string;
}

interface ReservationRow {
  readonly order_id: string;
  readonly status: 'ACTIVE' | 'RELEASED' | 'COMMITTED' | 'RETURNED';
  readonly units: string;
}

interface ChargeRow {
  readonly order_id: string;
  readonly ours: number;
  readonly theirs: number;
}

/**
 * What is wrong between the books of the services, one line each: for every stock item of the system, and for every
 * order that has ended. Nothing, if stock and payments agree with the orders.
 */
export async function contradictions(): Promise<string[]> {
  return [...(await stockContradictions()), ...(await orderContradictions())];
}

/** On hand and reserved are the sums of their movements, and reserved is what the active reservations hold. */
async function stockContradictions(): Promise<string[]> {
  const wrong = await rowsOf<{ product_id: string; what: string }>(
    'inventory',
    `WITH moved AS (
       SELECT product_id,
         coalesce(sum(change_qty) FILTER (WHERE type IN ('IN', 'OUT')), 0) AS on_hand,
         coalesce(sum(change_qty) FILTER (WHERE type IN ('RESERVE', 'RELEASE')), 0) AS reserved
       FROM stock_transactions GROUP BY product_id
     ), held AS (
       SELECT line->>'productId' AS product_id, sum((line->>'quantity')::int) AS reserved
       FROM reservations, jsonb_array_elements(lines) line WHERE status = 'ACTIVE' GROUP BY 1
     )
     SELECT item.product_id, format('on hand %s, reserved %s; moved %s and %s; active reservations hold %s',
       item.quantity, item.reserved_qty, moved.on_hand, moved.reserved, coalesce(held.reserved, 0)) AS what
     FROM inventory_items item LEFT JOIN moved USING (product_id) LEFT JOIN held USING (product_id)
     WHERE item.quantity <> coalesce(moved.on_hand, 0) OR item.reserved_qty <> coalesce(moved.reserved, 0)
       OR item.reserved_qty <> coalesce(held.reserved, 0) OR item.reserved_qty NOT BETWEEN 0 AND item.quantity`,
  );
  return wrong.map(({ product_id: id, what }) => `${id}: ${what}`);
}

async function orderContradictions(): Promise<string[]> {
  const orders = await rowsOf<OrderRow>(
    'order',
    `SELECT id, status, total::float8 AS total, ${unitsOf('product_id')} AS units FROM orders`,
  );
  const reservations = byOrder(
    await rowsOf<ReservationRow>(
      'inventory',
      `SELECT order_id, status, ${unitsOf('productId')} AS units FROM reservations`,
    ),
  );
  const charges = await chargeRows();
  const chargeOf = byOrder(charges);
  return [
    ...orders.flatMap((order) => aboutOrder(order, reservations.get(order.id), chargeOf.get(order.id))),
    ...chargeContradictions(charges),
    ...(await refundContradictions()),
  ];
}

/** What was given back is the sum of the refunds. */
async function refundContradictions(): Promise<string[]> {
  const wrong = await rowsOf<{ order_id: string; refunded: string; told: string }>(
    'payment',
    `SELECT order_id, refunded, coalesce(sum(refund.amount), 0) AS told
     FROM payments payment LEFT JOIN refunds refund ON refund.payment_id = payment.id
     GROUP BY payment.id HAVING refunded <> coalesce(sum(refund.amount), 0)`,
  );
  return wrong.map(({ order_id: id, refunded, told }) => `order ${id}: gave back ${refunded}, its refunds are ${told}`);
}

/** What the lines of a row hold, as one text that is the same for any order of the lines. */
function unitsOf(key: string): string {
  return `(SELECT string_agg(product || ' x ' || units, ', ' ORDER BY product)
    FROM (SELECT line->>'${key}' AS product, sum((line->>'quantity')::int) AS units
          FROM jsonb_array_elements(lines) line GROUP BY 1) per_product)`;
}

/** A confirmed order has one committed reservation and one net charge of its total; a cancelled one has neither. */
function aboutOrder(
  { id, status, total, units }: OrderRow,
  reservation?: ReservationRow,
  charge?: ChargeRow,
): string[] {
  const [held, net] = [reservation?.status ?? 'none', charge?.ours ?? 0];
  const isRight: Record<string, boolean> = {
    CONFIRMED: held === 'COMMITTED' && net === total && reservation?.units === units,
    CANCELLED: held !== 'COMMITTED' && held !== 'ACTIVE' && net === 0,
  };
  return (isRight[status] ?? true)
    ? []
    : [`order ${id}: ${status}, total ${total}; reservation ${held}; charged ${net}`];
}

/** The provider has taken what our books say. Its keys are the payments', of which an order has at most one. */
function chargeContradictions(charges: readonly ChargeRow[]): string[] {
  const twice =
    charges.length === new Set(charges.map(({ order_id: id }) => id)).size ? [] : ['an order was paid twice'];
  const different = charges.filter(({ ours, theirs }) => ours !== theirs);
  return [
    ...twice,
    ...different.map(({ order_id: id, ours, theirs }) => `order ${id}: charged ${ours}, took ${theirs}`),
  ];
}

/** What was taken for each order and not given back, in minor units: by our books, and by the provider's. */
function chargeRows(): Promise<ChargeRow[]> {
  return rowsOf<ChargeRow>(
    'payment',
    `WITH given AS (SELECT reference, sum(amount) AS amount FROM mock_provider_refunds GROUP BY reference),
       taken AS (
         SELECT idempotency_key, charge.amount - coalesce(given.amount, 0) AS net
         FROM mock_provider_charges charge LEFT JOIN given USING (reference) WHERE outcome = 'captured'
       )
     SELECT coalesce(payment.order_id, 'unknown to us, charge ' || taken.idempotency_key) AS order_id,
       (CASE WHEN status IN ('CAPTURED', 'REFUNDED', 'PARTIALLY_REFUNDED') THEN payment.amount - refunded ELSE 0 END)::float8
         AS ours,
       coalesce(taken.net, 0)::float8 AS theirs
     FROM payments payment FULL JOIN taken ON taken.idempotency_key = payment.id::text`,
  );
}

function byOrder<T extends { readonly order_id: string }>(rows: readonly T[]): Map<string, T> {
  return new Map(rows.map((row) => [row.order_id, row]));
}

/** What the system has still to do, one line each: sagas that have not ended or wait for a person, unsent messages. */
export async function unfinishedBusiness(): Promise<string[]> {
  const sagas = await rowsOf<{ subject: string; status: string; step: string }>(
    'order',
    'SELECT subject, status, step FROM saga_instances WHERE ended_at IS NULL',
  );
  const unsent = await Promise.all(['order', 'inventory', 'payment'].map(unsentOf));
  return [...sagas.map(({ subject, status, step }) => `order ${subject}: ${status} at ${step}`), ...unsent.flat()];
}

async function unsentOf(service: string): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(service, 'SELECT id FROM outbox_messages WHERE sent_at IS NULL');
  return rows.map(({ id }) => `${service} has not sent ${id}`);
}
