/** The answers of the API, as far as operators see them. */

export interface SagaBody {
  readonly saga_id: string;
  readonly definition: string;
  readonly order_id: string;
  readonly status: string;
  readonly step: string;
  readonly action: string;
  readonly attempts: number;
  readonly age_seconds: number;
}

export interface PageBody<T> {
  readonly items: readonly T[];
  readonly next_cursor: string | null;
}

export interface StepBody {
  readonly step: string;
  readonly action: string;
  readonly command: string;
  readonly attempts: number;
  readonly reply: string | null;
  readonly outcome: string;
  readonly result: { readonly code?: unknown; readonly detail?: unknown } | null;
  readonly started_at: string;
  readonly duration_ms: number | null;
}

export interface TimelineBody {
  readonly saga_id: string;
  readonly definition: string;
  readonly version: number;
  readonly status: string;
  readonly attention: string | null;
  readonly started_at: string;
  readonly duration_ms: number | null;
  readonly correlation_id: string;
  readonly trace_id: string;
  readonly steps: readonly StepBody[];
  readonly interventions: readonly {
    readonly at: string;
    readonly what: string;
    readonly by: string | null;
    readonly note: string | null;
  }[];
  readonly ignored: readonly { readonly at: string; readonly message: string | null }[];
}

export interface OperatedBody {
  readonly changed: number;
  readonly items: readonly {
    readonly saga_id: string;
    readonly order_id: string;
    readonly outcome: string;
    readonly code: string | null;
  }[];
  readonly more: boolean;
}

export interface DeadLetterBody {
  readonly id: string;
  readonly queue: string;
  readonly reason: string;
  readonly attempts: number;
  readonly died_at: string | null;
  readonly type: string | null;
  readonly source: string | null;
  readonly subject: string | null;
  readonly correlation_id: string | null;
  readonly saga_id: string | null;
  readonly payload: unknown;
  readonly payload_encoding?: string;
  readonly truncated?: boolean;
}

export interface DeadLettersBody {
  readonly items: readonly DeadLetterBody[];
  readonly queues: readonly { readonly queue: string; readonly count: number }[];
}

export interface DeadLettersChangedBody {
  readonly queue: string;
  readonly action: string;
  readonly count: number;
  readonly remaining: number;
}

export interface AuditEntryBody {
  readonly created_at: string;
  readonly by: string;
  readonly action: string;
  readonly target: string;
  readonly note: string | null;
}
