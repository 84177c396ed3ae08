import type { Customer } from './people';
import type { Product } from './shop';

/** A kind of order, by how it is paid, and how it has to end whatever dies meanwhile. */
const KINDS = {
  paid: { quantity: 1, paymentMethod: 'pm_card_visa', ending: 'CONFIRMED' },
  declined: { quantity: 1, paymentMethod: 'pm_card_declined', ending: 'CANCELLED payment_declined' },
  retried: { quantity: 1, paymentMethod: 'pm_card_error', ending: 'CONFIRMED' },
  tooMuch: { quantity: 1_000, paymentMethod: 'pm_card_visa', ending: 'CANCELLED out_of_stock' },
} as const;
type Kind = keyof typeof KINDS;

const RUSH: readonly Kind[] = [
  ...['paid', 'declined', 'retried', 'paid', 'tooMuch'],
  ...['paid', 'retried', 'declined', 'paid', 'paid'],
] as Kind[];
export const RUSH_SIZE = RUSH.length;

/** What a client gets for an order while something dies: an answer, or a connection that breaks. */
export type Answer = { readonly status: number; readonly orderId?: string } | { readonly broken: string };

export interface Rush {
  /** Resolves when so many orders have been answered, in whatever way. */
  readonly answered: (count: number) => Promise<void>;
  readonly answers: Promise<Answer[]>;
}

/** Sends orders of all kinds at once. */
export function rush(customer: Customer, product: Product): Rush {
  let done = 0;
  const waiting: { count: number; resolve: () => void }[] = [];
  const tell = (): void => waiting.filter(({ count }) => done >= count).forEach(({ resolve }) => resolve());
  const count = (): void => {
    done += 1;
    tell();
  };
  return {
    answers: Promise.all(RUSH.map((kind) => send(customer, product, kind).finally(count))),
    answered: (wanted) =>
      new Promise((resolve) => {
        waiting.push({ count: wanted, resolve });
        tell();
      }),
  };
}

/** The kind travels as the customer's name, so that an order is known even where its answer was lost. */
async function send({ api }: Customer, { id }: Product, kind: Kind): Promise<Answer> {
  const { quantity, paymentMethod } = KINDS[kind];
  const items = [{ product_id: id, quantity }];
  try {
    const answer = await api.post('/api/orders', { customer_name: kind, items, payment_method: paymentMethod });
    return { status: answer.status, orderId: (answer.body as { id?: string }).id };
  } catch (error) {
    return { broken: String(error) };
  }
}

/** How an order of this kind has to end. */
export function endingOf(kind: string): string {
  return KINDS[kind as Kind].ending;
}
