import { IdempotencyKeys, KeyedRequest } from '../../src/application/ports/idempotency-keys';

interface Use {
  readonly orderId: string;
  readonly fingerprint: string;
  readonly at: Date;
}

export class MemoryIdempotencyKeys extends IdempotencyKeys {
  private readonly uses = new Map<string, Use>();
  private readonly taken = new Set<string>();

  /** Another request has the key until `work` is done. */
  async whileTaken<T>(request: Pick<KeyedRequest, 'customerId' | 'key'>, work: () => Promise<T>): Promise<T> {
    this.taken.add(nameOf(request));
    return work().finally(() => this.taken.delete(nameOf(request)));
  }

  get count(): number {
    return this.uses.size;
  }

  protected async find(request: KeyedRequest, since: Date): Promise<Use | undefined> {
    const use = this.uses.get(nameOf(request));
    return use && use.at > since ? use : undefined;
  }

  protected async take(request: KeyedRequest): Promise<boolean> {
    return !this.taken.has(nameOf(request));
  }

  protected async write(request: KeyedRequest, orderId: string, now: Date): Promise<void> {
    this.uses.set(nameOf(request), { orderId, fingerprint: request.fingerprint, at: now });
  }

  protected async remove(before: Date, limit: number): Promise<number> {
    const expired = [...this.uses].filter(([, { at }]) => at <= before).slice(0, limit);
    for (const [name] of expired) this.uses.delete(name);
    return expired.length;
  }
}

function nameOf({ customerId, key }: Pick<KeyedRequest, 'customerId' | 'key'>): string {
  return JSON.stringify([customerId, key]);
}
