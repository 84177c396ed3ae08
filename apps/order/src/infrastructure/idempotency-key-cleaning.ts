import { BeforeApplicationShutdown, Injectable, Logger, OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop } from '@tradewind/kernel';
import { IdempotencyKeys } from '../application/ports/idempotency-keys';

const CLEAN_EVERY_MS = 60_000;
const BATCH = 5_000;

/** Removes keys that have expired, which nobody asks for any more. Safe in any number of replicas. */
@Injectable()
export class IdempotencyKeyCleaning implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(IdempotencyKeyCleaning.name);
  private readonly loop: BackgroundLoop;

  constructor(keys: IdempotencyKeys) {
    this.loop = new BackgroundLoop(
      async () => (await keys.removeExpired(BATCH)) === BATCH,
      CLEAN_EVERY_MS,
      (error) => this.logger.warn(`Expired keys could not be removed, will try again: ${String(error)}`),
    );
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }
}
