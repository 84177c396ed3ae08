import { IPolicy, TaskCancelledError, timeout, TimeoutStrategy } from 'cockatiel';
import {
  Charge,
  ChargeResult,
  OutcomeUnknown,
  PaymentProvider,
  ProviderUnavailable,
  Refund,
} from '../../application/ports/payment-provider';

/** Bounds every call to a provider. A charge or refund that is not answered in time may have happened. */
export class ProviderWithTimeOut extends PaymentProvider {
  private readonly policy: IPolicy;

  constructor(
    private readonly provider: PaymentProvider,
    seconds: number,
  ) {
    super();
    this.policy = timeout(seconds * 1_000, TimeoutStrategy.Aggressive);
  }

  get name(): string {
    return this.provider.name;
  }

  charge(charge: Charge): Promise<ChargeResult> {
    return this.within(() => this.provider.charge(charge), OutcomeUnknown);
  }

  refund(refund: Refund): Promise<void> {
    return this.within(() => this.provider.refund(refund), OutcomeUnknown);
  }

  find(idempotencyKey: string): Promise<ChargeResult | undefined> {
    return this.within(() => this.provider.find(idempotencyKey), ProviderUnavailable);
  }

  private async within<T>(call: () => Promise<T>, onTimeOut: new (message: string) => Error): Promise<T> {
    try {
      return await this.policy.execute(call);
    } catch (error) {
      if (error instanceof TaskCancelledError) throw new onTimeOut(`${this.name} did not answer in time`);
      throw error;
    }
  }
}
