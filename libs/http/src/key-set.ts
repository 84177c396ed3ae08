import { Logger } from '@nestjs/common';
import axios from 'axios';

/** The issuer's keys cannot be read, and none are known from before. */
export class KeysUnavailable extends Error {}

interface KeySet {
  readonly keys: readonly unknown[];
}

/**
 * Reads a JWKS. It is asked at most once in `pauseMs`, however many unknown keys are named meanwhile: made-up key ids cost
 * nobody else anything. While the issuer is down, the keys it told last are good.
 */
export class KeySetReader {
  private readonly logger = new Logger(KeySetReader.name);
  private known: KeySet | undefined;
  private askedAt = -Infinity;
  private asking: Promise<void> | undefined;

  constructor(
    private readonly pauseMs: number,
    private readonly fetch: (url: string) => Promise<KeySet> = fetchKeySet,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** @throws KeysUnavailable */
  async read(url: string): Promise<KeySet> {
    if (!this.known || this.now() - this.askedAt >= this.pauseMs) await (this.asking ??= this.ask(url));
    if (!this.known) throw new KeysUnavailable(`${url} does not answer`);
    return this.known;
  }

  private async ask(url: string): Promise<void> {
    try {
      this.known = await this.fetch(url);
    } catch (error) {
      // Kept as it was: the caller is told when there is nothing to keep.
      this.logger.warn(`The keys of ${url} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      this.askedAt = this.now();
      this.asking = undefined;
    }
  }
}

async function fetchKeySet(url: string): Promise<KeySet> {
  const { data } = await axios.get<KeySet>(url, { timeout: 3_000 });
  return data;
}
