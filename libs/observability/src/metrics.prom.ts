import { Counter, Histogram, Labels, Meaning, Metrics, Sample } from '@tradewind/kernel';
import {
  collectDefaultMetrics,
  Counter as PromCounter,
  Gauge as PromGauge,
  Histogram as PromHistogram,
  Registry,
} from 'prom-client';
import { versionOfThis } from './build';

/** From a database call to an answer that is held for as long as the gateway waits. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
/** Prometheus gives up after a few seconds; the numbers at hand must not be lost to one that is not. */
const LONGEST_READ_MS = 1_000;

/** The numbers of one application, in a registry of its own: several may run in one process, as they do in tests. */
export class PromMetrics extends Metrics {
  private readonly registry = new Registry();

  constructor(service: string, commit: string) {
    super();
    this.registry.setDefaultLabels({ service });
    collectDefaultMetrics({ register: this.registry });
    const about = { version: versionOfThis(), commit, node: process.version };
    this.gauge({ name: 'build_info', help: 'What runs here', labels: ['version', 'commit', 'node'] }, () => [
      { labels: about, value: 1 },
    ]);
  }

  counter<const L extends string = never>(meaning: Meaning<L>, from: readonly Labels<L>[] = []): Counter<L> {
    const counter = this.find<PromCounter<L>>(meaning) ?? new PromCounter<L>(this.configurationOf(meaning));
    for (const labels of from) counter.inc({ ...labels }, 0);
    return { add: (labels, by = 1) => counter.inc(labels, by) };
  }

  histogram<const L extends string = never>(meaning: Meaning<L>, buckets = BUCKETS): Histogram<L> {
    const histogram =
      this.find<PromHistogram<L>>(meaning) ?? new PromHistogram<L>({ ...this.configurationOf(meaning), buckets });
    return { observe: (labels, seconds) => histogram.observe(labels, seconds) };
  }

  gauge<const L extends string = never>(
    meaning: Meaning<L>,
    read: () => readonly Sample<L>[] | Promise<readonly Sample<L>[]>,
  ): void {
    const gauge: PromGauge<L> = new PromGauge<L>({
      ...this.configurationOf(meaning),
      collect: async () => {
        const samples = await inTime(async () => read());
        gauge.reset();
        // Without labels there would be a 0 now, which is a value too.
        if (!meaning.labels) gauge.remove();
        for (const { labels, value } of samples) gauge.set({ ...labels }, value);
      },
    });
  }

  async exposition(): Promise<{ contentType: string; text: string }> {
    return { contentType: this.registry.contentType, text: await this.registry.metrics() };
  }

  private find<M>({ name }: Meaning<string>): M | undefined {
    return this.registry.getSingleMetric(name) as M | undefined;
  }

  private configurationOf<L extends string>({ name, help, labels = [] }: Meaning<L>) {
    return { name, help, labelNames: labels, registers: [this.registry] };
  }
}

/** No samples from a read that fails or is late: a database that is away has logs of its own. */
async function inTime<L extends string>(read: () => Promise<readonly Sample<L>[]>): Promise<readonly Sample<L>[]> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<readonly Sample<L>[]>((resolve) => {
    timer = setTimeout(() => resolve([]), LONGEST_READ_MS);
  });
  try {
    return await Promise.race([read().catch(() => []), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
