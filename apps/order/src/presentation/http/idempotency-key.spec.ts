import { RequestInvalid } from '@tradewind/http';
import { idempotencyKey } from './idempotency-key';

describe('the Idempotency-Key header', () => {
  it.each(['a', '0198c0de-0000-7000-8000-000000000000', '"quoted"', 'a, b', '~'.repeat(255)])(
    '%s is a key as it stands',
    (header) => expect(idempotencyKey(header)).toBe(header),
  );

  it('may be left out', () => expect(idempotencyKey(undefined)).toBeUndefined());

  it.each(['', 'é', 'a\tb', 'a\u007f', 'x'.repeat(256)])('%j is refused by name', (header) => {
    const refusal = refusalOf(() => idempotencyKey(header));
    expect(refusal).toBeInstanceOf(RequestInvalid);
    expect((refusal as RequestInvalid).errors.map(({ field }) => field)).toEqual(['Idempotency-Key']);
  });
});

function refusalOf(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
