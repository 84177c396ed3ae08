/** The answers of the API, as far as the demo reads them. */

export interface Token {
  readonly access_token: string;
}

export interface ItemList<T> {
  readonly items: readonly T[];
  readonly next_cursor: string | null;
}

export interface StockItem {
  readonly product_id: string;
  readonly quantity: number;
  readonly reserved_qty: number;
  readonly available_qty: number;
}

export interface Order {
  readonly id: string;
  readonly order_number: string;
  readonly total_amount: number;
  readonly currency: string;
  readonly status: string;
  readonly status_reason: string | null;
}

export interface Payment {
  readonly status: string;
  readonly amount: number;
  readonly refunded_amount: number;
}

export interface Step {
  readonly step: string;
  readonly action: 'do' | 'undo';
  readonly command: string;
  readonly attempts: number;
  readonly outcome: string;
  readonly result: Readonly<Record<string, unknown>> | null;
  readonly started_at: string;
  readonly duration_ms: number | null;
}

export interface Saga {
  readonly status: string;
  readonly attention: string | null;
  readonly started_at: string;
  readonly ended_at: string | null;
  readonly duration_ms: number | null;
  readonly steps: readonly Step[];
}

export interface Timeline {
  readonly order_id: string;
  readonly sagas: readonly Saga[];
}
