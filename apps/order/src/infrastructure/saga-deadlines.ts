import { BeforeApplicationShutdown, Injectable, Logger, OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop } from '@tradewind/kernel';
import { Sagas } from '@tradewind/saga';

const POLL_MS = 500;

/** Looks for sagas whose answer is overdue. Safe in any number of replicas: each instance is locked by one. */
@Injectable()
export class SagaDeadlines implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(SagaDeadlines.name);
  private readonly loop: BackgroundLoop;

  constructor(sagas: Sagas) {
    this.loop = new BackgroundLoop(
      () => sagas.expireOne(),
      POLL_MS,
      (error) => this.logger.error(`Overdue sagas could not be handled, will try again: ${String(error)}`),
    );
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }
}
