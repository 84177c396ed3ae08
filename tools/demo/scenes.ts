import { type CatalogProduct, catalogProduct } from './catalog';

/** One order of the demo, and how it must end. */
export interface Scene {
  readonly title: string;
  readonly story: string;
  readonly product: CatalogProduct;
  readonly quantity: (available: number) => number;
  readonly paymentMethod: string;
  readonly expected: Ending;
}

export interface Ending {
  readonly status: 'CONFIRMED' | 'CANCELLED';
  readonly reason: string | null;
  readonly saga: 'COMPLETED' | 'COMPENSATED';
  /** What the payment service knows of it; nothing if it was never asked. */
  readonly payment: string | null;
}

const SOLD: Ending = { status: 'CONFIRMED', reason: null, saga: 'COMPLETED', payment: 'CAPTURED' };

export const SCENES: readonly Scene[] = [
  {
    title: 'An order goes through',
    story: 'Stock is reserved, the card is charged, the order is confirmed, the reservation becomes a sale.',
    product: catalogProduct('iPhone 15 Pro'),
    quantity: () => 1,
    paymentMethod: 'pm_card_visa',
    expected: SOLD,
  },
  {
    title: 'The card is declined',
    story: 'The reservation is undone: the units are back on the shelf, nothing was charged.',
    product: catalogProduct('Lumen 14 Ultrabook'),
    quantity: () => 1,
    paymentMethod: 'pm_card_declined',
    expected: { status: 'CANCELLED', reason: 'payment_declined', saga: 'COMPENSATED', payment: 'DECLINED' },
  },
  {
    title: 'Out of stock',
    story: 'One more than there are: inventory refuses, so the payment service never hears of the order.',
    product: catalogProduct('Stoneware Teapot'),
    quantity: (available) => available + 1,
    paymentMethod: 'pm_card_visa',
    expected: { status: 'CANCELLED', reason: 'out_of_stock', saga: 'COMPENSATED', payment: null },
  },
  {
    title: 'The payment fails twice, then succeeds',
    story: 'The provider breaks down at the first two calls; the payment service tries again by itself.',
    product: catalogProduct('Ridge Trail Running Shoes'),
    quantity: () => 2,
    paymentMethod: 'pm_card_error',
    expected: SOLD,
  },
];
