import { OutcomeUnknown, ProviderUnavailable } from '../../src/application/ports/payment-provider';
import { Retries } from '../../src/application/ports/retries';

const ATTEMPTS = 5;

/** Five attempts without a pause. */
export class ImmediateRetries extends Retries {
  async run<T>(call: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await call();
      } catch (error) {
        const mayPass = error instanceof ProviderUnavailable || error instanceof OutcomeUnknown;
        if (!mayPass || attempt === ATTEMPTS) throw error;
      }
    }
  }
}
