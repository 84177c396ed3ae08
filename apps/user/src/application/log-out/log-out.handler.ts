import { Clock, UseCase } from '@tradewind/kernel';
import { RefreshFamilyRepository } from '../../domain/refresh-family.repository';
import { RefreshTokens } from '../ports/refresh-tokens';

export interface LogOut {
  readonly userId: string;
  readonly refreshToken: string;
}

/** Ends a session. A token that is unknown or another's changes nothing, and the answer does not tell. */
export class LogOutHandler implements UseCase<LogOut> {
  constructor(
    private readonly families: RefreshFamilyRepository,
    private readonly refreshTokens: RefreshTokens,
    private readonly clock: Clock,
  ) {}

  async handle({ userId, refreshToken }: LogOut): Promise<void> {
    const token = this.refreshTokens.read(refreshToken);
    const family = token && (await this.families.lock(token.familyId));
    if (family?.userId !== userId) return;
    family.revoke(this.clock.now());
    await this.families.save(family);
  }
}
