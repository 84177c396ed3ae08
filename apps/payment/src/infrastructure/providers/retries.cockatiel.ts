import { ExponentialBackoff, halfJitterGenerator, handleType, retry, RetryPolicy } from 'cockatiel';
import { OutcomeUnknown, ProviderUnavailable } from '../../application/ports/payment-provider';
import { Retries } from '../../application/ports/retries';

/** Five attempts at most, the first one included. */
const MAX_RETRIES = 4;

export class CockatielRetries extends Retries {
  private readonly policy: RetryPolicy;

  constructor(firstPauseMs: number) {
    super();
    this.policy = retry(handleType(ProviderUnavailable).orType(OutcomeUnknown), {
      maxAttempts: MAX_RETRIES,
      backoff: new ExponentialBackoff({ initialDelay: firstPauseMs, generator: halfJitterGenerator }),
    });
  }

  run<T>(call: () => Promise<T>): Promise<T> {
    return this.policy.execute(call);
  }
}
