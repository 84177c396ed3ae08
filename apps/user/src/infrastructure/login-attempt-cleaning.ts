import { BeforeApplicationShutdown, Injectable, Logger, OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Clock } from '@tradewind/kernel';
import { LoginAttempts } from '../domain/login-attempts';
import { LoginAttemptsRepository } from '../domain/login-attempts.repository';

const CLEAN_EVERY_MS = 60_000;
const BATCH = 5_000;

/** Removes attempts that no longer count. Safe in any number of replicas. */
@Injectable()
export class LoginAttemptCleaning implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(LoginAttemptCleaning.name);
  private readonly loop: BackgroundLoop;

  constructor(attempts: LoginAttemptsRepository, clock: Clock) {
    this.loop = new BackgroundLoop(
      async () => (await attempts.removeOld(LoginAttempts.forgottenAt(clock.now()), BATCH)) === BATCH,
      CLEAN_EVERY_MS,
      (error) => this.logger.warn(`Old login attempts could not be removed, will try again: ${String(error)}`),
    );
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }
}
