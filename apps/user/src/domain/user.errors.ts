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
    super(`User ${userId} is kept by ${issuer}; change name, address and role there.`);
  }
}
