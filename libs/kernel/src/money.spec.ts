import { Money, MoneyMalformed, MoneyMismatch } from './money';

describe('Money', () => {
  it('keeps 999.99 as 99999 cents and gives it back unchanged', () => {
    const price = Money.fromMajor(999.99, 'USD');
    expect(price.minor).toBe(99_999);
    expect(price.toMajor()).toBe(999.99);
    expect(price.toString()).toBe('999.99 USD');
  });

  it.each([0.01, 0.07, 0.1, 0.29, 1.15, 4.35, 19.99, 1_234_567.89])('reads %d without losing a cent', (major) => {
    expect(Money.fromMajor(major, 'EUR').toMajor()).toBe(major);
  });

  it('adds 0.10 and 0.20 to exactly 0.30', () => {
    expect(Money.fromMajor(0.1, 'EUR').plus(Money.fromMajor(0.2, 'EUR')).toMajor()).toBe(0.3);
  });

  it('multiplies a unit price by a quantity', () => {
    expect(Money.fromMajor(19.99, 'USD').times(3).minor).toBe(5_997);
  });

  it('knows that yen have no decimals and dinars have three', () => {
    expect(Money.fromMajor(500, 'JPY').minor).toBe(500);
    expect(Money.fromMajor(1.234, 'KWD').minor).toBe(1_234);
  });

  it('refuses more decimals than the currency has', () => {
    expect(() => Money.fromMajor(1.999, 'USD')).toThrow(MoneyMalformed);
    expect(() => Money.fromMajor(1.5, 'JPY')).toThrow(MoneyMalformed);
  });

  it('refuses amounts that an integer cannot hold exactly', () => {
    expect(() => Money.ofMinor(Number.MAX_SAFE_INTEGER, 'USD').times(2)).toThrow(MoneyMalformed);
    expect(() => Money.ofMinor(0.5, 'USD')).toThrow(MoneyMalformed);
    expect(() => Money.fromMajor(Number.NaN, 'USD')).toThrow(MoneyMalformed);
  });

  it('never mixes currencies', () => {
    expect(() => Money.zero('USD').plus(Money.zero('EUR'))).toThrow(MoneyMismatch);
    expect(Money.zero('USD').equals(Money.zero('EUR'))).toBe(false);
  });
});
