import { UnauthorizedException } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { PassportStrategy } from '@nestjs/passport';
import { EndedSessions, Principal } from '@tradewind/kernel';
import { ExtractJwt, Strategy, type SecretOrKeyProvider } from 'passport-jwt';
import { ourTokens, outsideTokens, type Claims, type TrustedTokens } from './trusted-tokens';
import type { TokenSettings } from './token-settings';

interface Token {
  readonly header: Claims;
  readonly payload: Claims;
}

/**
 * Checks access tokens again, whatever the gateway said: RS256 only, keys by `kid` only from the key set of the issuer
 * that the token names, so that no issuer can speak for another.
 */
export class JwtStrategy extends PassportStrategy(Strategy, 'jwt') {
  private readonly trusted: ReadonlyMap<unknown, TrustedTokens>;

  constructor(
    settings: TokenSettings,
    private readonly endedSessions: EndedSessions,
  ) {
    const all = [ourTokens(settings), ...(settings.outside ? [outsideTokens(settings.outside)] : [])];
    const trusted = new Map<unknown, TrustedTokens>(all.map((tokens) => [tokens.issuer, tokens]));
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      secretOrKeyProvider: keysOf(trusted),
      algorithms: ['RS256'],
      issuer: all.map(({ issuer }) => issuer),
      passReqToCallback: true,
    });
    this.trusted = trusted;
  }

  /**
   * The signature is good and the time has not passed: what is left is for whom the token is, of whom it speaks, and
   * whether they have logged out since.
   */
  async validate(request: Parameters<SecretOrKeyProvider>[0], claims: Claims): Promise<Principal> {
    const token = read(ExtractJwt.fromAuthHeaderAsBearerToken()(request));
    const tokens = this.trusted.get(claims['iss']);
    const isForUs = [claims['aud']].flat().includes(tokens?.audience);
    const principal = isForUs && token ? tokens?.principalOf(token.header, claims) : undefined;
    if (!principal || (await this.hasEnded(principal))) throw new UnauthorizedException();
    return principal;
  }

  private async hasEnded({ sessionId }: Principal): Promise<boolean> {
    return sessionId !== undefined && this.endedSessions.includes(sessionId);
  }
}

function keysOf(trusted: ReadonlyMap<unknown, TrustedTokens>): SecretOrKeyProvider {
  return (request, text: string, done) => {
    const token = read(text);
    const tokens = trusted.get(token?.payload['iss']);
    if (!tokens) return done(new Error('The issuer is not one of ours'));
    // A key set with one key would answer it to a token that names none.
    if (typeof token?.header['kid'] !== 'string') return done(new Error('No key is named'));
    tokens.keys(request, text, done);
  };
}

/** What a token says, true or not; null if nobody can tell, as with a payload that is no JSON or no object. */
function read(text: string | null): Token | null {
  try {
    const token = text === null ? null : new JwtService().decode<Token | null>(text, { complete: true });
    return typeof token?.payload === 'object' && (token.payload as unknown) !== null ? token : null;
  } catch {
    return null;
  }
}
