import { Money } from '@tradewind/kernel';

export interface Charge {
  /** The same key is charged once, however often it is asked for. */
  readonly idempotencyKey: string;
  readonly amount: Money;
  readonly method: string;
}

export interface Refund {
  readonly idempotencyKey: string;
  /** The provider's name for the charge. */
  readonly reference: string;
  readonly amount: Money;
}

export type ChargeResult = { readonly kind: 'captured'; readonly reference: string } | { readonly kind: 'declined' };

/** Whoever moves the money: remote, slow, and sometimes silent. */
export abstract class PaymentProvider {
  abstract readonly name: string;

  /** @throws ProviderUnavailable, OutcomeUnknown */
  abstract charge(charge: Charge): Promise<ChargeResult>;

  /** @throws ProviderUnavailable, OutcomeUnknown */
  abstract refund(refund: Refund): Promise<void>;

  /** What became of a charge; undefined if the provider knows of none. @throws ProviderUnavailable */
  abstract find(idempotencyKey: string): Promise<ChargeResult | undefined>;
}

/** The provider refused to work: it is certain that nothing has happened. */
export class ProviderUnavailable extends Error {}

/** The answer was lost: it may have happened. */
export class OutcomeUnknown extends Error {}
