import { Metrics, readAtMostEvery, UnitOfWork } from '@tradewind/kernel';
import { SagaDefinition } from './definition';
import { HistoryEntry, SagaInstance, SagaStatus } from './instance';
import { SagaObserver, SagaStore } from './ports';

const READ_EVERY_MS = 5_000;
/** A deadline is acted on within a second; after this long nobody does. */
const OVERDUE_AFTER_MS = 60_000;
/** A step may wait for a slow card, and an order for a person. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];

const OPEN = [SagaStatus.Running, SagaStatus.Compensating, SagaStatus.NeedsAttention];
const OUTCOMES: Partial<Record<SagaStatus, string>> = {
  COMPLETED: 'completed',
  COMPENSATED: 'compensated',
  RESOLVED: 'resolved',
};

/** How an awaited command ended; a person who compensates cancels it. */
const STEP_OUTCOMES: Partial<Record<HistoryEntry['what'], string>> = {
  done: 'done',
  refused: 'refused',
  failed: 'failed',
  'timed-out': 'timed-out',
  cancelled: 'cancelled',
  compensated: 'cancelled',
};

/** Counts sagas and measures their steps as they go on in this process, and reads from the store what is open. */
export class SagaMetrics extends SagaObserver {
  private readonly meters: Meters;

  constructor(
    metrics: Metrics,
    private readonly unitOfWork: UnitOfWork,
    store: SagaStore,
    definitions: readonly SagaDefinition[],
  ) {
    super();
    this.meters = metersFor(metrics, definitions);
    const names = [...new Set(definitions.map(({ name }) => name))];
    watchOpen(metrics, store, names);
  }

  changed(instance: SagaInstance, entries: readonly HistoryEntry[], sentAt: Date | null): void {
    this.unitOfWork.afterCommit(() => {
      let since = sentAt;
      for (const entry of entries) {
        this.count(instance, entry);
        if (since) this.measure(instance, entry, since);
        since = entry.what === 'sent' || entry.what === 'sent-again' ? entry.at : since;
      }
    });
  }

  private count({ definition, status, startedAt }: SagaInstance, { what, step, at }: HistoryEntry): void {
    if (what === 'started') this.meters.started.add({ definition });
    if (what === 'parked') this.meters.parked.add({ definition, step });
    const outcome = OUTCOMES[status];
    if (what !== 'ended' || !outcome) return;
    this.meters.ended.add({ definition, outcome });
    this.meters.duration.observe({ definition, outcome }, seconds(startedAt, at));
  }

  private measure({ definition }: SagaInstance, { what, step, direction, at }: HistoryEntry, since: Date): void {
    const outcome = STEP_OUTCOMES[what];
    if (outcome) this.meters.stepDuration.observe({ definition, step, action: direction, outcome }, seconds(since, at));
  }
}

type Meters = ReturnType<typeof metersFor>;

function metersFor(metrics: Metrics, definitions: readonly SagaDefinition[]) {
  const started = definitions.map(({ name }) => ({ definition: name }));
  const ended = started.flatMap((one) => Object.values(OUTCOMES).map((outcome) => ({ ...one, outcome })));
  const parked = definitions.flatMap(({ name, steps }) => steps.map((step) => ({ definition: name, step: step.name })));
  const about = {
    started: { name: 'sagas_started_total', help: 'Sagas that have begun', labels: ['definition'] },
    ended: { name: 'sagas_ended_total', help: 'Sagas by how they ended', labels: ['definition', 'outcome'] },
    parked: {
      name: 'sagas_parked_total',
      help: 'Sagas that began to wait for a person',
      labels: ['definition', 'step'],
    },
    duration: {
      name: 'saga_duration_seconds',
      help: 'Time from the start of a saga to its end',
      labels: ['definition', 'outcome'],
    },
    stepDuration: {
      name: 'saga_step_duration_seconds',
      help: 'Time from the sending of a command, to do or to undo, to its end',
      labels: ['definition', 'step', 'action', 'outcome'],
    },
  } as const;
  return {
    started: metrics.counter(about.started, started),
    ended: metrics.counter(about.ended, ended),
    parked: metrics.counter(about.parked, parked),
    duration: metrics.histogram(about.duration, BUCKETS),
    stepDuration: metrics.histogram(about.stepDuration, BUCKETS),
  };
}

/** Every replica tells the same about all sagas: take the maximum, not the sum. */
function watchOpen(metrics: Metrics, store: SagaStore, definitions: readonly string[]): void {
  const open = readAtMostEvery(READ_EVERY_MS, () => store.countOpen(OVERDUE_AFTER_MS));
  const ofDefinition = async (definition: string) => (await open()).filter((one) => one.definition === definition);
  const count = async (definition: string) => {
    const found = await ofDefinition(definition);
    return OPEN.map((status) => ({
      labels: { definition, status },
      value: found.find((one) => one.status === status)?.count ?? 0,
    }));
  };
  const age = async (definition: string) => {
    const ages = (await ofDefinition(definition)).map((one) => one.oldestAgeSeconds);
    return { labels: { definition }, value: Math.max(0, ...ages) };
  };
  metrics.gauge({ name: 'sagas_open', help: 'Sagas that have not ended', labels: ['definition', 'status'] }, async () =>
    (await Promise.all(definitions.map(count))).flat(),
  );
  metrics.gauge(
    { name: 'sagas_oldest_open_age_seconds', help: 'Age of the oldest of them', labels: ['definition'] },
    () => Promise.all(definitions.map(age)),
  );
  metrics.gauge({ name: 'sagas_overdue', help: 'Sagas whose deadline passed more than a minute ago' }, async () => [
    { labels: {}, value: (await open()).reduce((sum, { overdue }) => sum + overdue, 0) },
  ]);
}

/** Clocks of replicas may differ by a little. */
function seconds(from: Date, to: Date): number {
  return Math.max(0, to.getTime() - from.getTime()) / 1_000;
}
