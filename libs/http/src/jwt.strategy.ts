import { UnauthorizedException } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { Principal, Role } from '@tradewind/kernel';
import { passportJwtSecret } from 'jwks-rsa';
import { ExtractJwt, Strategy } from 'passport-jwt';

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
}

/**
 * Checks access tokens again, whatever the gateway said: RS256 only, keys only from our JWKS by `kid`. Keys are kept
 * for an hour, so that requests are served while the user service is down.
 */
export class JwtStrategy extends PassportStrategy(Strategy, 'jwt') {
  constructor(settings: TokenSettings) {
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      secretOrKeyProvider: passportJwtSecret({
        jwksUri: settings.jwksUrl,
        cache: true,
        cacheMaxAge: 60 * 60 * 1_000,
        rateLimit: true,
        jwksRequestsPerMinute: 10,
        timeout: 3_000,
        handleSigningKeyError: (error, done) => done(error),
      }),
      algorithms: ['RS256'],
      issuer: settings.issuer,
      audience: settings.audience,
    });
  }

  validate({ sub, email, name, role }: Claims): Principal {
    const isComplete = typeof sub === 'string' && typeof email === 'string' && typeof name === 'string';
    if (!isComplete || (role !== Role.Customer && role !== Role.Admin)) throw new UnauthorizedException();
    return { userId: sub, email, name, role };
  }
}
