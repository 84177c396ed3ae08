/** Lets a caller wait for what happens to an order. */
export abstract class OrderProgress {
  /** Resolves when no saga works on the order any more, or after `timeoutMs`, whichever comes first. */
  abstract settled(orderId: string, timeoutMs: number): Promise<void>;

  /** Resolves when a saga of the order has gone on in this process, after `timeoutMs`, or when `signal` says so. */
  abstract nextChange(orderId: string, timeoutMs: number, signal: AbortSignal): Promise<void>;
}
