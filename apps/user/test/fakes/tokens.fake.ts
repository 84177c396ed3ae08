import { AccessToken, AccessTokens, TokenHolder } from '../../src/application/ports/access-tokens';
import { RefreshTokenContent, RefreshTokens } from '../../src/application/ports/refresh-tokens';

/** Tokens that can be read with the naked eye. */
export class FakeAccessTokens extends AccessTokens {
  async issue({ id, email, name, role }: TokenHolder, _sessionId: string, now: Date): Promise<AccessToken> {
    return { token: [id, email, name, role, now.toISOString()].join(' '), expiresInSeconds: 900 };
  }
}

export class FakeRefreshTokens extends RefreshTokens {
  make({ familyId, counter }: RefreshTokenContent): string {
    return `ours ${familyId} ${counter}`;
  }

  read(token: string): RefreshTokenContent | undefined {
    const [maker, familyId, counter] = token.split(' ');
    return maker === 'ours' && familyId ? { familyId, counter: Number(counter) } : undefined;
  }
}
