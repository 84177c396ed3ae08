import { Money } from '@tradewind/kernel';

/** What was bought, as it was named and priced at that moment. */
export interface OrderLine {
  readonly productId: string;
  readonly productName: string;
  readonly quantity: number;
  readonly unitPrice: Money;
}

export function totalOf(line: OrderLine): Money {
  return line.unitPrice.times(line.quantity);
}
