import { traceIdOf } from '@tradewind/kernel';
import { Direction, HistoryEntry, SagaInstance, SagaStatus } from './instance';

/** One step of a saga as a person reads it. */
export interface TimelineStep {
  readonly step: string;
  readonly action: Direction;
  readonly command: string;
  readonly attempts: number;
  /** The wire name of the reply; null until there is one. */
  readonly reply: string | null;
  readonly outcome: 'done' | 'refused' | 'failed' | 'timed-out' | 'cancelled' | 'waiting';
  /** What the reply carried: data, or a refusal's code and detail. */
  readonly result: unknown;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly durationMs: number | null;
}

export interface Timeline {
  readonly sagaId: string;
  readonly definition: string;
  readonly version: number;
  readonly subject: string;
  readonly status: SagaStatus;
  /** Why it was parked. */
  readonly attention: string | null;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly durationMs: number | null;
  readonly correlationId: string;
  readonly traceId: string;
  readonly steps: TimelineStep[];
  /** Answers that nobody was waiting for. */
  readonly ignored: { readonly at: Date; readonly message: string | undefined }[];
}

type Draft = { -readonly [K in keyof TimelineStep]: TimelineStep[K] };

/** Folds a step log into one line per command. */
export function timelineOf(instance: SagaInstance, history: readonly HistoryEntry[]): Timeline {
  const steps = new Map<string, Draft>();
  for (const entry of history) fold(steps, entry);
  return {
    sagaId: instance.id,
    definition: instance.definition,
    version: instance.version,
    subject: instance.subject,
    status: instance.status,
    attention: instance.status === SagaStatus.NeedsAttention ? reasonOf(history) : null,
    startedAt: instance.startedAt,
    endedAt: instance.endedAt,
    durationMs: span(instance.startedAt, instance.endedAt),
    correlationId: instance.context.correlationId,
    traceId: traceIdOf(instance.context.traceparent),
    steps: [...steps.values()],
    ignored: history.filter((e) => e.what === 'ignored').map((e) => ({ at: e.at, message: e.message })),
  };
}

function fold(steps: Map<string, Draft>, entry: HistoryEntry): void {
  const key = `${entry.direction} ${entry.step}`;
  const step = steps.get(key);
  switch (entry.what) {
    case 'sent':
    case 'sent-again':
      if (step) reopen(step);
      else steps.set(key, opened(entry));
      break;
    case 'done':
    case 'refused':
    case 'failed':
    case 'timed-out':
    case 'cancelled':
      if (step) close(step, entry, entry.what);
      break;
    case 'started':
    case 'retried':
    case 'ignored':
    case 'parked':
    case 'ended':
      break;
  }
}

function opened(entry: HistoryEntry): Draft {
  return {
    step: entry.step,
    action: entry.direction,
    command: entry.message ?? '',
    attempts: 1,
    reply: null,
    outcome: 'waiting',
    result: null,
    startedAt: entry.at,
    endedAt: null,
    durationMs: null,
  };
}

/** Sent again: by the engine, or by a person after it was parked. */
function reopen(step: Draft): void {
  Object.assign(step, { attempts: step.attempts + 1, outcome: 'waiting', endedAt: null, durationMs: null });
}

function close(step: Draft, entry: HistoryEntry, outcome: Draft['outcome']): void {
  step.outcome = outcome;
  step.reply = entry.message ?? null;
  step.result = entry.data ?? null;
  step.endedAt = entry.at;
  step.durationMs = span(step.startedAt, entry.at);
}

function reasonOf(history: readonly HistoryEntry[]): string | null {
  const parked = history.findLast((entry) => entry.what === 'parked');
  return (parked?.data as { reason?: string } | undefined)?.reason ?? null;
}

function span(from: Date, to: Date | null): number | null {
  return to ? to.getTime() - from.getTime() : null;
}
