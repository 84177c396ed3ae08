import axios from 'axios';

/** The issuer's keys cannot be read, and none are known from before. */
export class KeysUnavailable extends Error {}

interface KeySet {
  readonly keys: unknown[];
}

/**
 * Reads a JWKS. It is asked at most once in `pauseMs`, however many unknown keys are named meanwhile: made-up key ids cost
 * nobody else anything. While the issuer is down, the keys it told last are good.
 */
export class KeySetReader {
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
    } catch {
      // Kept as it was: the caller is told when there is nothing to keep.
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
