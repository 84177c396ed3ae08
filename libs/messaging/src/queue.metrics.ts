import { Metrics, secondsSince } from '@tradewind/kernel';

/** What became of a delivery. */
export type Outcome = 'done' | 'duplicate' | 'refused' | 'retried' | 'dead';

/** Counts what comes out of one queue. */
export class QueueMetrics {
  private readonly handled;
  private readonly duration;
  private readonly duplicates;
  private readonly redelivered;
  private readonly deadLettered;

  constructor(
    metrics: Metrics,
    private readonly queue: string,
  ) {
    const [labels, from] = [['queue'] as const, [{ queue }]];
    const of = { labels: ['queue', 'type'] as const };
    this.handled = metrics.counter({
      name: 'messages_handled_total',
      help: 'Deliveries by what became of them',
      labels: [...of.labels, 'outcome'],
    });
    this.duration = metrics.histogram({
      name: 'message_handling_duration_seconds',
      help: 'Time from a delivery to its end',
      ...of,
    });
    this.duplicates = metrics.counter(
      { name: 'inbox_duplicates_total', help: 'Messages that had been handled before', labels },
      from,
    );
    this.redelivered = metrics.counter(
      { name: 'messages_redelivered_total', help: 'Deliveries that nobody had acknowledged before', labels },
      from,
    );
    this.deadLettered = metrics.counter(
      { name: 'messages_dead_lettered_total', help: 'Messages given up', labels },
      from,
    );
  }

  redeliveredOne(): void {
    this.redelivered.add({ queue: this.queue });
  }

  /** @param type a wire name that this queue has a handler for; of any other there could be too many */
  settled(type: string | undefined, outcome: Outcome, begun: number): void {
    const about = { queue: this.queue, type: type ?? 'unknown' };
    this.handled.add({ ...about, outcome });
    this.duration.observe(about, secondsSince(begun));
    if (outcome === 'duplicate') this.duplicates.add({ queue: this.queue });
    if (outcome === 'dead') this.deadLettered.add({ queue: this.queue });
  }
}
