import { UnauthorizedException } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { Principal, Role } from '@tradewind/kernel';
import { passportJwtSecret } from 'jwks-rsa';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { KeySetReader } from './key-set';

const KEY_MAX_AGE_MS = 10 * 60 * 1_000;
const ASK_AGAIN_AFTER_MS = 10_000;

export interface TokenSettings {
  readonly jwksUrl: string;
  readonly issuer: string;
  readonly audience: string;
}

interface Claims {
  sub?: unknown;
  email?: unknown;
  name?: unknown;
  role?: unknown;
  exp?: unknown;
}

/**
 * Checks access tokens again, whatever the gateway said: RS256 only, keys only from our JWKS by `kid`. Requests
 * are served while the user service is down, with the keys that it told last.
 */
export class JwtStrategy extends PassportStrategy(Strategy, 'jwt') {
  constructor(settings: TokenSettings) {
    const keys = new KeySetReader(ASK_AGAIN_AFTER_MS);
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      secretOrKeyProvider: passportJwtSecret({
        jwksUri: settings.jwksUrl,
        cache: true,
        cacheMaxAge: KEY_MAX_AGE_MS,
        fetcher: (url) => keys.read(url),
        handleSigningKeyError: (error, done) => done(error),
      }),
      algorithms: ['RS256'],
      issuer: settings.issuer,
      audience: settings.audience,
    });
  }

  validate({ sub, email, name, role, exp }: Claims): Principal {
    const isComplete = typeof sub === 'string' && typeof email === 'string' && typeof name === 'string';
    if (!isComplete || (role !== Role.Customer && role !== Role.Admin)) throw new UnauthorizedException();
    // A token without an end is none of ours; the gateway refuses it too.
    if (typeof exp !== 'number') throw new UnauthorizedException();
    return { userId: sub, email, name, role, expiresAt: new Date(exp * 1_000) };
  }
}
