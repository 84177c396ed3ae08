import { Metrics, OutboxStore, readAtMostEvery } from '@tradewind/kernel';
import { Exchange } from './topology';

const READ_EVERY_MS = 5_000;

/** Counts what leaves the outbox, and watches what does not. */
export class OutboxMetrics {
  private readonly published;
  private readonly failures;

  constructor(metrics: Metrics, store: OutboxStore) {
    this.published = metrics.counter(
      { name: 'outbox_published_total', help: 'Messages that the broker has confirmed', labels: ['exchange'] },
      [Exchange.Commands, Exchange.Events, Exchange.Replies].map((exchange) => ({ exchange })),
    );
    this.failures = metrics.counter({
      name: 'outbox_publish_failures_total',
      help: 'Messages that the broker has not confirmed; they are tried again',
    });
    const backlog = readAtMostEvery(READ_EVERY_MS, () => store.backlog());
    metrics.gauge({ name: 'outbox_unsent_messages', help: 'Messages that wait to be published' }, async () => [
      { labels: {}, value: (await backlog()).unsent },
    ]);
    metrics.gauge(
      { name: 'outbox_oldest_unsent_age_seconds', help: 'How long the oldest of them has waited' },
      async () => [{ labels: {}, value: (await backlog()).oldestAgeSeconds }],
    );
  }

  publishedOne(exchange: string): void {
    this.published.add({ exchange });
  }

  failedOne(): void {
    this.failures.add({});
  }
}
