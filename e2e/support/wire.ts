/** The answers of the API, as far as the tests read them. */

export interface OrderBody {
  readonly id: string;
  readonly order_number: string;
  readonly customer_id: string;
  readonly customer_email: string;
  readonly customer_name: string;
  readonly items: readonly {
    readonly product_id: string;
    readonly product_name: string;
    readonly quantity: number;
    readonly unit_price: number;
    readonly total_price: number;
  }[];
  readonly total_amount: number;
  readonly currency: string;
  readonly status: string;
  readonly status_reason: string | null;
}

export interface PaymentBody {
  readonly id: string;
  readonly order_id: string;
  readonly customer_id: string;
  readonly amount: number;
  readonly refunded_amount: number;
  readonly currency: string;
  readonly status: string;
}

export interface StockBody {
  readonly product_id: string;
  readonly quantity: number;
  readonly reserved_qty: number;
  readonly available_qty: number;
}

export interface MovementBody {
  readonly change_qty: number;
  readonly type: 'IN' | 'OUT' | 'RESERVE' | 'RELEASE';
  readonly order_id: string | null;
}

export interface StepBody {
  readonly step: string;
  readonly action: string;
  readonly command: string;
  readonly attempts: number;
  readonly reply: string | null;
  readonly outcome: string;
  readonly result: unknown;
  readonly started_at: string;
  readonly ended_at: string | null;
  readonly duration_ms: number | null;
  readonly waits: Readonly<Record<string, number>> | null;
}

export interface SagaBody {
  readonly status: string;
  readonly trace_id: string;
  readonly correlation_id: string;
  readonly steps: readonly StepBody[];
}

export interface StoryBody {
  readonly sagas: readonly SagaBody[];
  readonly stock: readonly MovementBody[] | null;
  readonly payment: (PaymentBody & { readonly refunds: readonly { readonly amount: number }[] }) | null;
  readonly unanswered: readonly string[];
}

export interface ListBody<T> {
  readonly items: readonly T[];
  readonly next_cursor: string | null;
}
