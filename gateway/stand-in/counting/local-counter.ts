import type { Counter, Window } from './counter';

/** Counts in this process. The next window forgets all of the last one, so the memory is bounded by a window's traffic. */
export class LocalCounter implements Counter {
  private startsAt = 0;
  private readonly counts = new Map<string, number>();

  take(key: string, limit: number, { startsAt }: Window): number {
    if (startsAt !== this.startsAt) this.counts.clear();
    this.startsAt = startsAt;
    const taken = this.counts.get(key) ?? 0;
    if (taken < limit) this.counts.set(key, taken + 1);
    return taken;
  }
}
