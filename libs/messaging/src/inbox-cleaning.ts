import { Injectable, Logger, OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Inbox } from '@tradewind/kernel';

/** Longer than a message can wait in any queue, or a person can take to send a dead letter again. */
const KEEP_MS = 30 * 24 * 60 * 60 * 1_000;
const EVERY_MS = 60_000;
const BATCH = 5_000;

/** Forgets messages that were taken in long ago. */
@Injectable()
export class InboxCleaning implements OnApplicationBootstrap {
  private readonly logger = new Logger(InboxCleaning.name);
  private readonly loop: BackgroundLoop;

  constructor(inbox: Inbox) {
    this.loop = new BackgroundLoop(
      async () => (await inbox.removeOld(new Date(Date.now() - KEEP_MS), BATCH)) === BATCH,
      EVERY_MS,
      (error) => this.logger.warn(`The inbox could not be cleaned, will try again: ${String(error)}`),
    );
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  stop(): Promise<void> {
    return this.loop.stop();
  }
}
