import { JwtService } from '@nestjs/jwt';
import { newId } from '@tradewind/kernel';
import { AccessToken, AccessTokens, TokenHolder } from '../../application/ports/access-tokens';
import { SigningKey } from './signing-keys';

export interface AccessTokenSettings {
  readonly issuer: string;
  readonly audience: string;
  readonly minutes: number;
}

export class JwtAccessTokens extends AccessTokens {
  private readonly jwt: JwtService;
  private readonly expiresInSeconds: number;

  constructor({ kid, privateKey }: SigningKey, { issuer, audience, minutes }: AccessTokenSettings) {
    super();
    this.expiresInSeconds = minutes * 60;
    const signOptions = { algorithm: 'RS256', keyid: kid, issuer, audience, expiresIn: this.expiresInSeconds } as const;
    this.jwt = new JwtService({ privateKey, signOptions });
  }

  async issue({ id, email, name, role }: TokenHolder, now: Date): Promise<AccessToken> {
    const claims = { sub: id, email, name, role, jti: newId(), iat: Math.floor(now.getTime() / 1_000) };
    return { token: await this.jwt.signAsync(claims), expiresInSeconds: this.expiresInSeconds };
  }
}
