import { JwtService } from '@nestjs/jwt';
import { newId } from '@tradewind/kernel';
import { AccessToken, AccessTokens, TokenHolder } from '../../application/ports/access-tokens';
import { SigningKeys } from './signing-keys';

export interface AccessTokenSettings {
  readonly issuer: string;
  readonly audience: string;
  readonly minutes: number;
}

export class JwtAccessTokens extends AccessTokens {
  private readonly jwt: JwtService;
  private readonly expiresInSeconds: number;

  constructor(
    private readonly keys: SigningKeys,
    { issuer, audience, minutes }: AccessTokenSettings,
  ) {
    super();
    this.expiresInSeconds = minutes * 60;
    this.jwt = new JwtService({
      signOptions: { algorithm: 'RS256', issuer, audience, expiresIn: this.expiresInSeconds },
    });
  }

  async issue({ id, email, name, role }: TokenHolder, sessionId: string, now: Date): Promise<AccessToken> {
    const { kid, privateKey } = this.keys.signingAt(now);
    const iat = Math.floor(now.getTime() / 1_000);
    const claims = { sub: id, email, name, role, sid: sessionId, jti: newId(), iat };
    const token = await this.jwt.signAsync(claims, { privateKey, keyid: kid });
    return { token, expiresInSeconds: this.expiresInSeconds };
  }
}
