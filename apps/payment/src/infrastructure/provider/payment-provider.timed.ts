import { timeout, TimeoutStrategy } from 'cockatiel';
import {
  ChargeRequest,
  ChargeResult,
  OutcomeUnknown,
  PaymentProvider,
  ProviderUnavailable,
  RefundRequest,
  RefundResult,
} from '../../application/ports/payment-provider';

/** Waits so long and no longer. What was asked for may still happen, so the outcome of a late or broken call is unknown. */
export class TimedPaymentProvider extends PaymentProvider {
  readonly name: string;
  private readonly limit;

  constructor(
    private readonly provider: PaymentProvider,
    limitMs: number,
  ) {
    super();
    this.name = provider.name;
    this.limit = timeout(limitMs, TimeoutStrategy.Aggressive);
  }

  charge(request: ChargeRequest): Promise<ChargeResult> {
    return this.timed(() => this.provider.charge(request));
  }

  refund(request: RefundRequest): Promise<RefundResult> {
    return this.timed(() => this.provider.refund(request));
  }

  find(idempotencyKey: string): Promise<ChargeResult | undefined> {
    return this.timed(() => this.provider.find(idempotencyKey));
  }

  private async timed<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await this.limit.execute(call);
    } catch (error) {
      if (error instanceof ProviderUnavailable || error instanceof OutcomeUnknown) throw error;
      throw new OutcomeUnknown(`The provider gave no answer: ${String(error)}`, { cause: error });
    }
  }
}
