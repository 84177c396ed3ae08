import { ChargeOutcome, Payment } from '../../domain/payment';
import { PaymentProvider, ProviderUnavailable } from '../ports/payment-provider';
import { Retries } from '../ports/retries';

/** Gets one charge through: repeats what certainly did not happen, asks about what may have happened. */
export class Charging {
  constructor(
    private readonly provider: PaymentProvider,
    private readonly retries: Retries,
  ) {}

  /**
   * @param mayHaveHappened an earlier delivery did not live to write down what became of it: ask before charging
   * @throws OutcomeUnknown, ProviderUnavailable if it stays unknown whether it was charged
   */
  async charge({ id, facts }: Payment, mayHaveHappened: boolean): Promise<ChargeOutcome> {
    let inDoubt = mayHaveHappened;
    let attempts = 0;
    const once = async () => {
      const known = inDoubt ? await this.provider.find(id) : undefined;
      if (known) return known;
      attempts += 1;
      inDoubt = true;
      try {
        return await this.provider.charge({ idempotencyKey: id, amount: facts.amount, method: facts.method });
      } catch (error) {
        inDoubt = !(error instanceof ProviderUnavailable);
        throw error;
      }
    };
    try {
      const result = await this.retries.run(once);
      return { ...result, attempts: Math.max(attempts, 1) };
    } catch (error) {
      if (inDoubt) throw error;
      return { kind: 'failed', attempts };
    }
  }
}
