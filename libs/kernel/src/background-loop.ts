/**
 * Repeats a piece of work until it is stopped: at once while there is more to do, otherwise after a pause. Runs never
 * overlap, and an error only makes the next run wait longer.
 */
export class BackgroundLoop {
  private running: Promise<void> | undefined;
  private stopped = false;
  private woken = false;
  private wakeUp: () => void = () => undefined;

  /**
   * @param work returns true if there may be more to do right away
   * @param pauseMs how long to wait when there is not
   * @param onError hears of each failure; the next run then waits for a second
   */
  constructor(
    private readonly work: () => Promise<boolean>,
    private readonly pauseMs: number,
    private readonly onError: (error: unknown) => void,
  ) {}

  start(): void {
    this.running ??= this.run();
  }

  /** Ends the current pause, or skips the next one. */
  wake(): void {
    this.woken = true;
    this.wakeUp();
  }

  /** Resolves when the run under way has ended; no other begins. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.wakeUp();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      this.woken = false;
      const more = await this.work().catch((error: unknown) => {
        this.onError(error);
        return undefined;
      });
      if (more === undefined) await this.pause(1_000);
      else if (!more && !this.woken) await this.pause(this.pauseMs);
    }
  }

  private async pause(ms: number): Promise<void> {
    if (this.stopped) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
