import { BeforeApplicationShutdown, Injectable, Logger, OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Dispatcher } from '@tradewind/kernel';
import { StartCancellationHandler } from '../application/request-cancel/start-cancellation.handler';

const POLL_MS = 500;

/** Looks for orders whose cancellation has to begin. Safe in any number of replicas. */
@Injectable()
export class CancelRequests implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(CancelRequests.name);
  private readonly loop: BackgroundLoop;

  constructor(dispatcher: Dispatcher, startCancellation: StartCancellationHandler) {
    this.loop = new BackgroundLoop(
      () => dispatcher.run(startCancellation, undefined),
      POLL_MS,
      (error) => this.logger.error(`Cancellations could not be started, will try again: ${String(error)}`),
    );
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }
}
