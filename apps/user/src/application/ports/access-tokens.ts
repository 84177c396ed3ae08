import { Role } from '@tradewind/kernel';

/** What an access token says about its holder. */
export interface TokenHolder {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
}

export interface AccessToken {
  readonly token: string;
  readonly expiresInSeconds: number;
}

/** Signed statements of who somebody is, which every service can check by itself. */
export abstract class AccessTokens {
  abstract issue(holder: TokenHolder, now: Date): Promise<AccessToken>;
}
