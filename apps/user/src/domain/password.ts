import { PasswordLengthRefused } from './user.errors';

/** bcrypt reads no more than 72 bytes; what came after them would protect nothing. */
export const PASSWORD_BYTES = { least: 8, most: 72 } as const;

/** A password that may be kept (as a hash). Only its length is ruled; demands on its characters make it worse. */
export class Password {
  private constructor(readonly text: string) {}

  /** @throws PasswordLengthRefused */
  static of(text: string): Password {
    const bytes = new TextEncoder().encode(text).length;
    if (bytes < PASSWORD_BYTES.least || bytes > PASSWORD_BYTES.most) throw new PasswordLengthRefused(bytes);
    return new Password(text);
  }
}
