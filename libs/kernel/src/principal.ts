import { Role } from './enums';

/** Who somebody is to an issuer outside that vouches for them. */
export interface OutsideIdentity {
  readonly issuer: string;
  /** Theirs for good, and unique there; everything else about a person may change. */
  readonly subject: string;
}

/** Who asks: read from a verified access token, never from a header or a body. */
export interface Principal {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  /** When the token expires that says all this; what outlasts a request ends then. */
  readonly expiresAt?: Date;
  /** The session that the token is of, where we made it: with it ends the token. */
  readonly sessionId?: string;
  /** Whom the token is about, where an issuer outside made it. */
  readonly identity?: OutsideIdentity;
}

export function isAdmin(principal: Principal): boolean {
  return principal.role === Role.Admin;
}
