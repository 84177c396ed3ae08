import { DomainError } from '@tradewind/kernel';

export class EmailTaken extends DomainError {
  readonly code = 'user.email-taken';
  readonly kind = 'conflict';

  constructor(email: string) {
    super(`There is an account for ${email} already.`);
  }
}

export class UnknownUser extends DomainError {
  readonly code = 'user.unknown';
  readonly kind = 'missing';

  constructor(userId: string) {
    super(`There is no user ${userId}.`);
  }
}

export class PasswordLengthRefused extends DomainError {
  readonly code = 'user.password-length';
  readonly kind = 'invalid';

  constructor(bytes: number) {
    super(`A password has 8 to 72 bytes, this one has ${bytes}.`);
  }
}

/** Not 401: the caller's token is good, and a client would refresh it in vain. */
export class WrongPassword extends DomainError {
  readonly code = 'user.wrong-password';
  readonly kind = 'forbidden';

  constructor() {
    super('The current password is wrong.');
  }
}

export class PasswordUnchanged extends DomainError {
  readonly code = 'user.password-unchanged';
  readonly kind = 'invalid';

  constructor() {
    super('The new password is the current one.');
  }
}

export class OwnRoleRefused extends DomainError {
  readonly code = 'user.own-role';
  readonly kind = 'conflict';

  constructor(userId: string) {
    super(`User ${userId} cannot change their own role; another ADMIN can.`);
  }
}

export class KeptOutside extends DomainError {
  readonly code = 'user.kept-outside';
  readonly kind = 'conflict';

  constructor(userId: string, issuer: string) {
    super(`User ${userId} is kept by ${issuer}; change name, address, role and password there.`);
  }
}
