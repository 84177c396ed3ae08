import { Metrics, secondsSince } from '@tradewind/kernel';
import {
  Charge,
  ChargeResult,
  OutcomeUnknown,
  PaymentProvider,
  ProviderUnavailable,
  Refund,
} from '../../application/ports/payment-provider';

/** A call to a provider takes as long as a person's bank does. */
const BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30];

/** Measures the calls to a provider, by how they end. */
export class MeasuredProvider extends PaymentProvider {
  private readonly duration;

  constructor(
    private readonly provider: PaymentProvider,
    metrics: Metrics,
  ) {
    super();
    this.duration = metrics.histogram(
      {
        name: 'payment_provider_call_duration_seconds',
        help: 'Time that a call to the payment provider takes',
        labels: ['operation', 'outcome'],
      },
      BUCKETS,
    );
  }

  get name(): string {
    return this.provider.name;
  }

  charge(charge: Charge): Promise<ChargeResult> {
    return this.measure('charge', this.provider.charge(charge), ({ kind }) => kind);
  }

  refund(refund: Refund): Promise<void> {
    return this.measure('refund', this.provider.refund(refund), () => 'refunded');
  }

  find(idempotencyKey: string): Promise<ChargeResult | undefined> {
    return this.measure('find', this.provider.find(idempotencyKey), (found) => found?.kind ?? 'none');
  }

  private async measure<T>(operation: string, call: Promise<T>, outcomeOf: (result: T) => string): Promise<T> {
    const begun = performance.now();
    const end = (outcome: string): void => this.duration.observe({ operation, outcome }, secondsSince(begun));
    try {
      const result = await call;
      end(outcomeOf(result));
      return result;
    } catch (error) {
      end(failureOf(error));
      throw error;
    }
  }
}

function failureOf(error: unknown): string {
  if (error instanceof ProviderUnavailable) return 'unavailable';
  return error instanceof OutcomeUnknown ? 'unknown' : 'failed';
}
