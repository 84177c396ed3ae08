import { Counter, Histogram, Labels, Meaning, Metrics, Sample } from '@tradewind/kernel';

/** Numbers that a test can look at. */
export class MemoryMetrics extends Metrics {
  private readonly values = new Map<string, number>();
  private readonly gauges = new Map<string, () => readonly Sample<string>[] | Promise<readonly Sample<string>[]>>();

  counter<const L extends string = never>({ name }: Meaning<L>, from: readonly Labels<L>[] = []): Counter<L> {
    const add = (labels: Labels<L>, by = 1): void => this.add(name, labels, by);
    for (const labels of from) add(labels, 0);
    return { add };
  }

  histogram<const L extends string = never>({ name }: Meaning<L>): Histogram<L> {
    return {
      observe: (labels, seconds) => {
        this.add(`${name}_count`, labels, 1);
        this.add(`${name}_sum`, labels, seconds);
      },
    };
  }

  gauge<const L extends string = never>(
    { name }: Meaning<L>,
    read: () => readonly Sample<L>[] | Promise<readonly Sample<L>[]>,
  ): void {
    if (!this.gauges.has(name)) this.gauges.set(name, read);
  }

  async exposition(): Promise<{ contentType: string; text: string }> {
    return { contentType: 'text/plain', text: this.series().join('\n') };
  }

  /** All series of counters and histograms whose names begin so, such as `logins_total{outcome=failed} 1`. */
  series(prefix = ''): string[] {
    return [...this.values].map(([key, value]) => `${key} ${value}`).filter((line) => line.startsWith(prefix));
  }

  /** What a gauge says now. */
  async read(name: string): Promise<readonly Sample<string>[]> {
    return (await this.gauges.get(name)?.()) ?? [];
  }

  private add(name: string, labels: Readonly<Record<string, string>>, by: number): void {
    const told = Object.entries(labels).map(([label, value]) => `${label}=${value}`);
    const key = told.length === 0 ? name : `${name}{${told.join(',')}}`;
    this.values.set(key, (this.values.get(key) ?? 0) + by);
  }
}
