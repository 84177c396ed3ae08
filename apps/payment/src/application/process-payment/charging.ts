import { Payment } from '../../domain/payment';
import { ChargeResult, OutcomeUnknown, PaymentProvider, ProviderUnavailable } from '../ports/payment-provider';

export type Outcome = (ChargeResult | { readonly kind: 'failed' }) & { readonly attempts: number };

const MOST_ATTEMPTS = 5;
const FIRST_PAUSE_MS = 250;

/**
 * Gets one charge through: repeats what certainly did not happen, asks about what may have happened.
 * `pause` waits, and is a parameter so that tests need not.
 */
export class Charging {
  constructor(
    private readonly provider: PaymentProvider,
    private readonly pause: (ms: number) => Promise<void> = sleep,
  ) {}

  /**
   * @param mayHaveHappened an earlier attempt ended in a crash: ask before charging
   * @throws ProviderUnavailable if it stays unknown whether it was charged
   */
  async charge(payment: Payment, mayHaveHappened: boolean): Promise<Outcome> {
    const charge = { idempotencyKey: payment.id, amount: payment.facts.amount, method: payment.facts.method };
    let inDoubt = mayHaveHappened;
    for (let attempts = 1; ; attempts++) {
      if (inDoubt) {
        const known = await this.provider.find(payment.id);
        if (known) return { ...known, attempts };
      }
      try {
        return { ...(await this.provider.charge(charge)), attempts };
      } catch (error) {
        inDoubt = error instanceof OutcomeUnknown;
        if (!inDoubt && !(error instanceof ProviderUnavailable)) throw error;
        if (attempts === MOST_ATTEMPTS) return this.giveUp(payment, inDoubt, attempts);
        await this.pause(pauseAfter(attempts));
      }
    }
  }

  private async giveUp(payment: Payment, inDoubt: boolean, attempts: number): Promise<Outcome> {
    const known = inDoubt ? await this.provider.find(payment.id) : undefined;
    return known ? { ...known, attempts } : { kind: 'failed', attempts };
  }
}

/** Twice as long each time, up to a fifth longer or shorter. */
function pauseAfter(attempts: number): number {
  return FIRST_PAUSE_MS * 2 ** (attempts - 1) * (0.8 + Math.random() * 0.4);
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
