import { BeforeApplicationShutdown, Injectable, Logger, OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Metrics, runInContext } from '@tradewind/kernel';
import { OverdueSagaFailed, Sagas } from '@tradewind/saga';

const POLL_MS = 500;
const WATCH_EVERY_MS = 5_000;

/** Looks for sagas whose answer is overdue. Safe in any number of replicas: each instance is locked by one. */
@Injectable()
export class SagaDeadlines implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(SagaDeadlines.name);
  private readonly watching: BackgroundLoop;
  private readonly expiring: BackgroundLoop;

  private readonly moved;

  constructor(sagas: Sagas, metrics: Metrics) {
    this.moved = metrics.counter({
      name: 'saga_deadlines_moved_seconds_total',
      help: 'Time that did not count for deadlines: nobody watched them, or the clock jumped',
    });
    this.watching = new BackgroundLoop(
      () => this.watch(sagas),
      WATCH_EVERY_MS,
      (error) => this.complain(error),
    );
    this.expiring = new BackgroundLoop(
      () => sagas.expireOne(),
      POLL_MS,
      (error) => this.complain(error),
    );
  }

  onApplicationBootstrap(): void {
    this.watching.start();
    this.expiring.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([this.watching.stop(), this.expiring.stop()]);
  }

  private complain(error: unknown): void {
    const tell = (): void => this.logger.error(`Overdue sagas could not be handled, will try again: ${String(error)}`);
    if (error instanceof OverdueSagaFailed) runInContext(error.context, tell);
    else tell();
  }

  private async watch(sagas: Sagas): Promise<false> {
    const movedMs = await sagas.watchDeadlines();
    if (movedMs !== 0) {
      this.moved.add({}, Math.abs(movedMs) / 1_000);
      this.logger.warn(
        `Nobody watched deadlines, or the clock jumped, for ${movedMs} ms: every deadline was moved by that.`,
      );
    }
    return false;
  }
}
