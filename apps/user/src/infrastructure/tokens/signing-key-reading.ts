import { BeforeApplicationShutdown, Injectable, Logger, OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop } from '@tradewind/kernel';
import { SigningKeys } from './signing-keys';

const LOOK_EVERY_MS = 2_000;

/** Notices keys that are added to the folder, or removed, while the service runs. */
@Injectable()
export class SigningKeyReading implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(SigningKeyReading.name);
  private readonly loop: BackgroundLoop;
  private complaint = '';

  constructor(private readonly keys: SigningKeys) {
    this.loop = new BackgroundLoop(
      async () => this.look(),
      LOOK_EVERY_MS,
      (error) => this.complainOnce(String(error)),
    );
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }

  private look(): false {
    if (this.keys.reload()) {
      const kids = this.keys.all().map(({ kid }) => kid);
      this.logger.log(`The keys of access tokens are now ${kids.join(', ')}`);
    }
    this.complaint = '';
    return false;
  }

  private complainOnce(complaint: string): void {
    if (complaint !== this.complaint) this.logger.error(`${complaint} The keys that were read before stay in use.`);
    this.complaint = complaint;
  }
}
