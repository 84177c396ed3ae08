import { DomainError } from './domain-error';

export class MoneyMismatch extends DomainError {
  readonly code = 'money.currency-mismatch';
  readonly kind = 'invalid';

  constructor(left: string, right: string) {
    super(`Amounts in ${left} and ${right} cannot be combined.`);
  }
}

export class MoneyMalformed extends DomainError {
  readonly code = 'money.malformed';
  readonly kind = 'invalid';
}

/** ISO 4217 codes whose minor unit is not a hundredth. Every other currency has two decimals. */
const DECIMALS: Readonly<Record<string, number>> = { JPY: 0, KRW: 0, VND: 0, CLP: 0, BHD: 3, KWD: 3, OMR: 3, TND: 3 };

/** How many decimals an amount in this currency may have. */
function decimalsOf(currency: string): number {
  return DECIMALS[currency] ?? 2;
}

/**
 * An amount of money: an integer number of minor units (cents) and an ISO 4217 currency. Decimals exist only at
 * the edge, in `fromMajor` and `toMajor`.
 */
export class Money {
  private constructor(
    readonly minor: number,
    readonly currency: string,
  ) {}

  /** @throws MoneyMalformed if `minor` is not a safe integer or the currency is not three capital letters. */
  static ofMinor(minor: number, currency: string): Money {
    if (!Number.isSafeInteger(minor)) throw new MoneyMalformed(`${minor} is not a whole number of minor units.`);
    if (!/^[A-Z]{3}$/.test(currency)) throw new MoneyMalformed(`${currency} is not an ISO 4217 currency code.`);
    return new Money(minor, currency);
  }

  /**
   * From the decimal number on the wire, such as 999.99.
   * @throws MoneyMalformed if the amount has more decimals than the currency.
   */
  static fromMajor(major: number, currency: string): Money {
    const factor = 10 ** decimalsOf(currency);
    const minor = Math.round(major * factor);
    // The nearest representable decimal of a whole number of cents is the number that JSON carried.
    if (minor / factor !== major) {
      throw new MoneyMalformed(`${major} ${currency} has more than ${decimalsOf(currency)} decimals.`);
    }
    return Money.ofMinor(minor, currency);
  }

  static zero(currency: string): Money {
    return Money.ofMinor(0, currency);
  }

  plus(other: Money): Money {
    this.sameCurrencyAs(other);
    return Money.ofMinor(this.minor + other.minor, this.currency);
  }

  minus(other: Money): Money {
    this.sameCurrencyAs(other);
    return Money.ofMinor(this.minor - other.minor, this.currency);
  }

  times(quantity: number): Money {
    return Money.ofMinor(this.minor * quantity, this.currency);
  }

  equals(other: Money): boolean {
    return this.minor === other.minor && this.currency === other.currency;
  }

  /** The decimal number for the wire, such as 999.99. */
  toMajor(): number {
    return this.minor / 10 ** decimalsOf(this.currency);
  }

  toString(): string {
    return `${this.toMajor().toFixed(decimalsOf(this.currency))} ${this.currency}`;
  }

  private sameCurrencyAs(other: Money): void {
    if (other.currency !== this.currency) throw new MoneyMismatch(this.currency, other.currency);
  }
}
