import { RequestInvalid } from '@tradewind/http';

const KEY = /^[\x20-\x7e]{1,255}$/;

/** The key of an `Idempotency-Key` header, if there is one. @throws RequestInvalid */
export function idempotencyKey(header: string | undefined): string | undefined {
  if (header === undefined || KEY.test(header)) return header;
  const field = 'Idempotency-Key';
  throw new RequestInvalid([{ field, message: `${field} must have 1 to 255 printable ASCII characters` }]);
}
