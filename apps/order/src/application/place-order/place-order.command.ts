import { Principal } from '@tradewind/kernel';

export interface PlaceOrder {
  readonly customer: Principal;
  /** The name on the parcel; the account's when left out. */
  readonly customerName?: string;
  readonly items: readonly {
    readonly productId: string;
    readonly quantity: number;
    /** What the customer saw, in major units. Checked against the catalog, never trusted. */
    readonly expectedPrice?: number;
  }[];
  readonly paymentMethod: string;
}
