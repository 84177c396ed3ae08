import { Clock, UseCase } from '@tradewind/kernel';
import { RefreshTokenInvalid } from '../../domain/auth.errors';
import { RefreshFamilyRepository } from '../../domain/refresh-family.repository';
import { UserQueries } from '../find-user/user.queries';
import { AccessTokens } from '../ports/access-tokens';
import { RefreshTokenContent, RefreshTokens } from '../ports/refresh-tokens';
import { SecurityLog } from '../ports/security-log';
import { TokenPair, tokenPair } from '../token-pair';

export interface RefreshSession {
  readonly refreshToken: string;
}

/**
 * Exchanges a refresh token for a new pair. The refusal of a reused token is returned, not thrown: thrown, it would
 * roll back the revocation of the family.
 */
export class RefreshSessionHandler implements UseCase<
  RefreshSession,
  TokenPair | RefreshTokenInvalid,
  RefreshTokenContent
> {
  constructor(
    private readonly families: RefreshFamilyRepository,
    private readonly users: UserQueries,
    private readonly accessTokens: AccessTokens,
    private readonly refreshTokens: RefreshTokens,
    private readonly securityLog: SecurityLog,
    private readonly clock: Clock,
  ) {}

  async prepare({ refreshToken }: RefreshSession): Promise<RefreshTokenContent> {
    const content = this.refreshTokens.read(refreshToken);
    if (!content) throw new RefreshTokenInvalid();
    return content;
  }

  async handle(_: RefreshSession, token: RefreshTokenContent): Promise<TokenPair | RefreshTokenInvalid> {
    const now = this.clock.now();
    const family = await this.families.lock(token.familyId);
    if (!family) throw new RefreshTokenInvalid();

    const outcome = family.rotate(token.counter, now);
    await this.families.save(family);
    if (outcome === 'reused') {
      this.securityLog.refreshTokenReused({ userId: family.userId, familyId: family.id });
      return new RefreshTokenInvalid();
    }
    // Read again, so that a new name or role is in the new access token.
    const user = await this.users.get(family.userId);
    return tokenPair(await this.accessTokens.issue(user, family.id, now), this.refreshTokens, family);
  }
}
