import { DomainError } from '@tradewind/kernel';

/** Does not say which of the two was wrong. */
export class WrongCredentials extends DomainError {
  readonly code = 'auth.wrong-credentials';
  readonly kind = 'unauthenticated';

  constructor() {
    super('The e-mail address or the password is wrong.');
  }
}

/** Does not say why: forged, ended, expired and used before look the same from outside. */
export class RefreshTokenInvalid extends DomainError {
  readonly code = 'auth.refresh-token-invalid';
  readonly kind = 'unauthenticated';

  constructor() {
    super('The refresh token is not valid; log in again.');
  }
}

/** Says the same whether or not there is such an account, and whatever the password was. */
export class TooManyAttempts extends DomainError {
  readonly code = 'auth.too-many-attempts';
  readonly kind = 'throttled';

  constructor(override readonly retryAfterSeconds: number) {
    super(`Too many attempts have failed; try again in ${retryAfterSeconds} s.`);
  }
}
