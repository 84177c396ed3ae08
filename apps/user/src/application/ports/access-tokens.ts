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
  /** @param sessionId the session whose end is the token's end too */
  abstract issue(holder: TokenHolder, sessionId: string, now: Date): Promise<AccessToken>;
}
