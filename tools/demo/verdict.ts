import type { Played } from './play';

/** What is otherwise than it had to be, one sentence each; nothing if all is well. */
export function complaintsAbout(played: Played): string[] {
  const { order, saga, payment, scene, after } = played;
  const { expected } = scene;
  const stock = expectedStock(played);
  return [
    differs('the order', endingOf(expected.status, expected.reason), endingOf(order.status, order.status_reason)),
    differs('the saga', expected.saga, saga?.status ?? 'none'),
    differs('the payment', expected.payment ?? 'none', payment?.status ?? 'none'),
    differs(`${scene.product.id} on hand`, stock.quantity, after.quantity),
    differs(`${scene.product.id} reserved`, stock.reserved, after.reserved_qty),
    differs(`${scene.product.id} available`, stock.quantity - stock.reserved, after.available_qty),
  ].filter((complaint) => complaint !== undefined);
}

/** Only what was sold is gone; what was set aside for a cancelled order is back. */
function expectedStock({ scene, before, quantity }: Played): { quantity: number; reserved: number } {
  const sold = scene.expected.status === 'CONFIRMED' ? quantity : 0;
  return { quantity: before.quantity - sold, reserved: before.reserved_qty };
}

function endingOf(status: string, reason: string | null): string {
  return reason === null ? status : `${status} (${reason})`;
}

function differs(what: string, expected: string | number, came: string | number): string | undefined {
  return expected === came ? undefined : `${what}: expected ${expected}, came ${came}`;
}
