import { BeforeApplicationShutdown, Injectable, Logger, OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Clock } from '@tradewind/kernel';
import { RefreshFamilyRepository } from '../../domain/refresh-family.repository';
import { SessionEnds } from './session-ends';

const TELL_EVERY_MS = 5_000;

/**
 * Tells again, from the database, every session whose end matters: Redis may have been away at the logout, or have lost
 * what it knew since. Safe in any number of replicas.
 */
@Injectable()
export class SessionEndTelling implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(SessionEndTelling.name);
  private readonly loop: BackgroundLoop;

  constructor(
    private readonly families: RefreshFamilyRepository,
    private readonly ends: SessionEnds,
    private readonly clock: Clock,
  ) {
    this.loop = new BackgroundLoop(
      () => this.tellAll(),
      TELL_EVERY_MS,
      (error) => this.logger.warn(`Ended sessions could not be read, will try again: ${String(error)}`),
    );
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }

  private async tellAll(): Promise<false> {
    const revoked = await this.families.revokedSince(this.ends.matterSince(this.clock.now()));
    // That Redis is away is logged where the connection is.
    if (revoked.length > 0) await this.ends.tell(revoked).catch(() => undefined);
    return false;
  }
}
