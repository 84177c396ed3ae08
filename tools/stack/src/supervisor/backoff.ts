const FIRST_MS = 1_000;
const LONGEST_MS = 10_000;
const HEALTHY_AFTER_MS = 60_000;

/** How long to wait before the next restart: 1 s, doubling to 10 s, from the start again after a minute of good health. */
export class Backoff {
  private next = FIRST_MS;

  after(aliveForMs: number): number {
    if (aliveForMs >= HEALTHY_AFTER_MS) this.next = FIRST_MS;
    const wait = this.next;
    this.next = Math.min(wait * 2, LONGEST_MS);
    return wait;
  }
}
