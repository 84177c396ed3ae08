import { Clock, DomainError } from '@tradewind/kernel';

const KEPT_MS = 24 * 60 * 60 * 1_000;

/** A request to place an order that its sender can repeat without ordering twice. */
export interface KeyedRequest {
  readonly customerId: string;
  /** Chosen by the sender, and known under this customer only. */
  readonly key: string;
  /** Of everything that was asked for. */
  readonly fingerprint: string;
}

/** Which order each key has placed, for 24 hours. */
export abstract class IdempotencyKeys {
  constructor(private readonly clock: Clock) {}

  /** Writes down what the key has placed, in the transaction that writes the order. */
  protected abstract write(request: KeyedRequest, orderId: string, now: Date): Promise<void>;

  /** What the key has placed, if that was after `since`. */
  protected abstract find(
    request: KeyedRequest,
    since: Date,
  ): Promise<{ orderId: string; fingerprint: string } | undefined>;

  /** Takes the key until the transaction ends. @returns false at once if another transaction has it. */
  protected abstract take(request: KeyedRequest): Promise<boolean>;

  /** @returns how many were removed: no more than `limit` */
  protected abstract remove(before: Date, limit: number): Promise<number>;

  /**
   * @returns the id of the order that this request has placed before
   * @throws IdempotencyKeyReused
   */
  async orderOf(request: KeyedRequest): Promise<string | undefined> {
    const known = await this.find(request, this.oldest());
    if (known && known.fingerprint !== request.fingerprint) throw new IdempotencyKeyReused(request.key);
    return known?.orderId;
  }

  /**
   * Looks again, now with the key held until the transaction ends: of equal requests at once, one goes on.
   * @throws IdempotencyKeyInFlight, IdempotencyKeyReused
   */
  async claim(request: KeyedRequest): Promise<string | undefined> {
    if (!(await this.take(request))) throw new IdempotencyKeyInFlight(request.key);
    return this.orderOf(request);
  }

  async keep(request: KeyedRequest, orderId: string): Promise<void> {
    await this.write(request, orderId, this.clock.now());
  }

  /** @returns how many were removed: no more than `limit` */
  async removeExpired(limit: number): Promise<number> {
    return this.remove(this.oldest(), limit);
  }

  private oldest(): Date {
    return new Date(this.clock.now().getTime() - KEPT_MS);
  }
}

export class IdempotencyKeyReused extends DomainError {
  readonly code = 'order.idempotency-key-reused';
  readonly kind = 'invalid';

  constructor(key: string) {
    super(`The Idempotency-Key ${key} belongs to an order with another body.`);
  }
}

export class IdempotencyKeyInFlight extends DomainError {
  readonly code = 'order.idempotency-key-in-flight';
  readonly kind = 'conflict';
  override readonly retryAfterSeconds = 1;

  constructor(key: string) {
    super(`The order of the Idempotency-Key ${key} is being written; ask again in a second.`);
  }
}
