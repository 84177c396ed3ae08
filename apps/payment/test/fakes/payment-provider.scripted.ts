import { setImmediate as turn } from 'node:timers/promises';
import {
  Charge,
  ChargeResult,
  OutcomeUnknown,
  PaymentProvider,
  ProviderUnavailable,
  Refund,
} from '../../src/application/ports/payment-provider';

/** The process dies here: nothing after this line happens, and the message comes again. */
export class Crash extends Error {}

type Step = 'works' | 'is down' | 'loses the request' | 'loses the answer' | 'crash before' | 'crash after';

/** A provider that does what the script says, call by call, and then works. A key is charged and refunded once. */
export class ScriptedProvider extends PaymentProvider {
  readonly name = 'scripted';
  readonly chargeSteps: Step[] = [];
  readonly refundSteps: Step[] = [];
  readonly findSteps: Step[] = [];
  /** Every call to charge, with its key. */
  readonly calls: string[] = [];
  /** What happens elsewhere while a charge is under way, before and after the money moves. */
  meanwhile: { before?: () => Promise<unknown>; after?: () => Promise<unknown> } = {};
  private readonly charges = new Map<string, { result: ChargeResult; amount: number }>();
  private readonly refunds = new Map<string, number>();

  get taken(): number {
    const captured = [...this.charges.values()].filter(({ result }) => result.kind === 'captured');
    return captured.reduce((sum, { amount }) => sum + amount, 0);
  }

  get given(): number {
    return [...this.refunds.values()].reduce((sum, amount) => sum + amount, 0);
  }

  async charge({ idempotencyKey: key, amount, method }: Charge): Promise<ChargeResult> {
    this.calls.push(key);
    return this.play(this.chargeSteps.shift(), async () => {
      const { before, after } = this.meanwhile;
      this.meanwhile = {};
      await before?.();
      const result: ChargeResult =
        method === 'pm_card_declined' ? { kind: 'declined' } : { kind: 'captured', reference: `ch-${key}` };
      const charge = this.charges.get(key) ?? { result, amount: amount.minor };
      this.charges.set(key, charge);
      await after?.();
      return charge.result;
    });
  }

  async refund({ idempotencyKey, amount }: Refund): Promise<void> {
    await this.play(this.refundSteps.shift(), async () => this.refunds.set(idempotencyKey, amount.minor));
  }

  async find(key: string): Promise<ChargeResult | undefined> {
    return this.play(this.findSteps.shift(), async () => this.charges.get(key)?.result);
  }

  private async play<T>(step: Step = 'works', work: () => Promise<T>): Promise<T> {
    await turn();
    if (step === 'is down') throw new ProviderUnavailable('down');
    if (step === 'loses the request') throw new OutcomeUnknown('lost');
    if (step === 'crash before') throw new Crash();
    const result = await work();
    if (step === 'loses the answer') throw new OutcomeUnknown('lost');
    if (step === 'crash after') throw new Crash();
    return result;
  }
}
