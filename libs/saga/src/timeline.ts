import { traceIdOf } from '@tradewind/kernel';
import { Direction, HistoryEntry, SagaInstance, SagaStatus, Waits } from './instance';

/** One step of a saga as a person reads it. */
export interface TimelineStep {
  readonly step: string;
  readonly action: Direction;
  readonly command: string;
  readonly attempts: number;
  /** The wire name of the reply; null until there is one. */
  readonly reply: string | null;
  readonly outcome: 'done' | 'refused' | 'failed' | 'timed-out' | 'cancelled' | 'resolved' | 'waiting';
  /** What the reply carried: data, or a refusal's code and detail. */
  readonly result: unknown;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly durationMs: number | null;
  /** Where that time went; null without a reply that tells. */
  readonly waits: Waits | null;
  /** The trace in which the command was sent. */
  readonly traceId: string | null;
}

/** What somebody wanted of a saga while it ran. */
export interface TimelineIntervention {
  readonly at: Date;
  readonly what: 'cancelled' | 'retried' | 'resumed' | 'compensated' | 'resolved';
  /** The operator; null for a cancel. */
  readonly by: string | null;
  readonly note: string | null;
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
  readonly interventions: TimelineIntervention[];
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
    interventions: history.flatMap(interventionOf),
    ignored: history.filter((e) => e.what === 'ignored').map((e) => ({ at: e.at, message: e.message })),
  };
}

function fold(steps: Map<string, Draft>, entry: HistoryEntry): void {
  const key = `${entry.direction} ${entry.step}`;
  const step = steps.get(key);
  switch (entry.what) {
    case 'sent':
    case 'sent-again':
      if (step) reopen(step, entry);
      else steps.set(key, opened(entry));
      break;
    case 'done':
    case 'refused':
    case 'failed':
    case 'timed-out':
    case 'cancelled':
    case 'resolved':
      if (step) close(step, entry, entry.what);
      break;
    case 'compensated':
      if (step) close(step, entry, 'cancelled');
      break;
    case 'started':
    case 'retried':
    case 'resumed':
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
    waits: null,
    traceId: entry.traceId ?? null,
  };
}

/** Sent again: by the engine, or by a person after it was parked. */
function reopen(step: Draft, entry: HistoryEntry): void {
  const reopened = { attempts: step.attempts + 1, outcome: 'waiting', endedAt: null, durationMs: null, waits: null };
  Object.assign(step, { ...reopened, traceId: entry.traceId ?? step.traceId });
}

function close(step: Draft, entry: HistoryEntry, outcome: Draft['outcome']): void {
  step.outcome = outcome;
  // A refusal stays to be seen when a person then ends the step.
  if (entry.message !== undefined) Object.assign(step, { reply: entry.message, result: entry.data ?? null });
  step.endedAt = entry.at;
  step.durationMs = span(step.startedAt, entry.at);
  step.waits = entry.waits ?? null;
}

const INTERVENTIONS: readonly string[] = ['cancelled', 'retried', 'resumed', 'compensated', 'resolved'];

function interventionOf(entry: HistoryEntry): TimelineIntervention[] {
  if (!INTERVENTIONS.includes(entry.what)) return [];
  const { by = null, note = null } = (entry.data ?? {}) as Partial<TimelineIntervention>;
  return [{ at: entry.at, what: entry.what as TimelineIntervention['what'], by, note }];
}

function reasonOf(history: readonly HistoryEntry[]): string | null {
  const parked = history.findLast((entry) => entry.what === 'parked');
  return (parked?.data as { reason?: string } | undefined)?.reason ?? null;
}

function span(from: Date, to: Date | null): number | null {
  return to ? to.getTime() - from.getTime() : null;
}
