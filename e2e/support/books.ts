import { rowsOf } from './databases';

interface OrderRow {
  readonly id: string;
  readonly status: string;
  readonly total: number;
  readonly units: string;
}

interface ReservationRow {
  readonly order_id: string;
  readonly status: 'ACTIVE' | 'RELEASED' | 'COMMITTED';
  readonly units: string;
}

interface ChargeRow {
  readonly order_id: string;
  readonly charges: number;
  readonly net: number;
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
  const charges = byOrder(await chargeRows());
  return orders.flatMap((order) => aboutOrder(order, reservations.get(order.id), charges.get(order.id)));
}

/** What the lines of a row hold, as one text that is the same for any order of the lines. */
function unitsOf(key: string): string {
  return `(SELECT string_agg(product || ' x ' || units, ', ' ORDER BY product)
    FROM (SELECT line->>'${key}' AS product, sum((line->>'quantity')::int) AS units
          FROM jsonb_array_elements(lines) line GROUP BY 1) per_product)`;
}

/** A confirmed order has one committed reservation and one net charge of its total; a cancelled one has neither. */
function aboutOrder(order: OrderRow, reservation?: ReservationRow, charge?: ChargeRow): string[] {
  const { id, status, total } = order;
  const [held, net, charges] = [reservation?.status ?? 'none', charge?.net ?? 0, charge?.charges ?? 0];
  const isRight: Record<string, boolean> = {
    CONFIRMED: held === 'COMMITTED' && net === total && reservation?.units === order.units,
    CANCELLED: held !== 'COMMITTED' && held !== 'ACTIVE' && net === 0,
  };
  if ((isRight[status] ?? true) && charges <= 1) return [];
  return [`order ${id}: ${status}, total ${total}; reservation ${held}; ${charges} charges, net ${net}`];
}

/** Captures less refunds of each order, in minor units. */
function chargeRows(): Promise<ChargeRow[]> {
  return rowsOf<ChargeRow>('payment', 'SELECT 1');
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
