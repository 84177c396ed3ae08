import { RefreshFamily } from '../domain/refresh-family';
import { AccessToken } from './ports/access-tokens';
import { RefreshTokens } from './ports/refresh-tokens';

/** What a login and a refresh answer. */
export interface TokenPair {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
  readonly refreshToken: string;
}

export function tokenPair(access: AccessToken, refreshTokens: RefreshTokens, family: RefreshFamily): TokenPair {
  const refreshToken = refreshTokens.make({ familyId: family.id, counter: family.counter });
  return { accessToken: access.token, expiresInSeconds: access.expiresInSeconds, refreshToken };
}
