import { Refusal } from '@tradewind/contracts';
import { RequestContext } from '@tradewind/kernel';

export const SagaStatus = {
  /** Going forward. */
  Running: 'RUNNING',
  /** Undoing, in reverse order. */
  Compensating: 'COMPENSATING',
  /** Every step is done. */
  Completed: 'COMPLETED',
  /** Everything that was done is undone. */
  Compensated: 'COMPENSATED',
  /** Neither forward nor back without a person. */
  NeedsAttention: 'NEEDS_ATTENTION',
  /** A person has settled by hand what was left, and says so. */
  Resolved: 'RESOLVED',
} as const;
export type SagaStatus = (typeof SagaStatus)[keyof typeof SagaStatus];

export type Direction = 'do' | 'undo';

/** One run of a saga, as it is stored. */
export interface SagaInstance<S = unknown> {
  readonly id: string;
  readonly definition: string;
  readonly version: number;
  readonly subject: string;
  readonly state: S;
  readonly status: SagaStatus;
  /** The position is a step's name, not an index: steps may be inserted while sagas run. */
  readonly step: string;
  readonly direction: Direction;
  /** The command whose answer counts; any other answer is dropped. */
  readonly awaiting: string | null;
  /** How often the awaited command has been sent. */
  readonly attempts: number;
  readonly deadline: Date | null;
  readonly context: Pick<RequestContext, 'correlationId' | 'traceparent'>;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
}

export function hasEnded(instance: SagaInstance): boolean {
  return instance.endedAt !== null;
}

/** Where the time between a command and its reply went, in ms. */
export interface Waits {
  readonly commandInOutbox: number;
  /** Retries included. */
  readonly commandInQueue: number;
  readonly work: number;
  readonly replyInOutbox: number;
  readonly replyInQueue: number;
}

/** What a participant says to a command. */
export type Answer = {
  /** The command that is answered. */
  readonly commandId: string;
  /** The wire name of the reply. */
  readonly type: string;
  /** Left out by a reply that does not tell, and by commands that are carried out on the spot. */
  readonly waits?: Waits;
} & (
  | { readonly outcome: 'done'; readonly data: unknown }
  | { readonly outcome: 'refused'; readonly refusal: Refusal }
  /** The participant tried and kept failing; it may or may not have happened. */
  | { readonly outcome: 'failed'; readonly detail: string }
);

/** A line of the step log. */
export interface HistoryEntry {
  readonly at: Date;
  readonly step: string;
  readonly direction: Direction;
  readonly what:
    | 'started'
    | 'sent'
    | 'sent-again'
    | 'done'
    | 'refused'
    | 'failed'
    | 'timed-out'
    | 'cancelled'
    | 'retried'
    | 'resumed'
    | 'compensated'
    | 'resolved'
    | 'ignored'
    | 'parked'
    | 'ended';
  readonly commandId?: string;
  /** The wire name of the command or the reply. */
  readonly message?: string;
  /** The data of the reply, the refusal, why the saga was parked, or who had it go on and why. */
  readonly data?: unknown;
  /** The trace that a command was sent in. */
  readonly traceId?: string;
  readonly waits?: Waits;
}

/** What a person can do about a saga. */
export const SAGA_ACTIONS = ['retry', 'resume', 'compensate', 'resolve'] as const;
export type SagaAction = (typeof SAGA_ACTIONS)[number];

/** A person acts, and says who and why. */
export interface Intervention {
  readonly action: SagaAction;
  readonly by: string;
  readonly note: string | null;
  /** What a compensation tells the definition's `onCancel`. */
  readonly reason: string;
}

export interface OutgoingCommand {
  readonly id: string;
  readonly type: string;
  readonly owner: string;
  readonly payload: unknown;
}
