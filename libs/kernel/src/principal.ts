import { Role } from './enums';

/** Who asks: read from a verified access token, never from a header or a body. */
export interface Principal {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  /** When the token expires that says all this; what outlasts a request ends then. */
  readonly expiresAt?: Date;
}

export function isAdmin(principal: Principal): boolean {
  return principal.role === Role.Admin;
}
