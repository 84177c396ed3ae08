import { Principal, Role } from '@tradewind/kernel';
import { outsidePrincipal, readKeySet, type Claims, type OutsideIssuer } from '@tradewind/oidc';
import { passportJwtSecret } from 'jwks-rsa';
import type { SecretOrKeyProvider } from 'passport-jwt';
import { KeySetReader } from './key-set';
import type { TokenSettings } from './token-settings';

export type { Claims };

const KEY_MAX_AGE_MS = 10 * 60 * 1_000;
const ASK_AGAIN_AFTER_MS = 10_000;

/** The tokens of one issuer: what they are checked with, and what they say. */
export interface TrustedTokens {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: SecretOrKeyProvider;
  principalOf(header: Claims, claims: Claims): Principal | undefined;
}

/** Requests are served while the user service is down, with the keys that it told last. */
export function ourTokens({ issuer, audience, jwksUrl }: TokenSettings): TrustedTokens {
  return { issuer, audience, keys: keysAt(jwksUrl, new KeySetReader(ASK_AGAIN_AFTER_MS)), principalOf };
}

export function outsideTokens(outside: OutsideIssuer): TrustedTokens {
  const { issuer, audience } = outside;
  const reader = new KeySetReader(ASK_AGAIN_AFTER_MS, () => readKeySet(outside));
  return {
    issuer,
    audience,
    keys: keysAt(issuer, reader),
    principalOf: (header, claims) => outsidePrincipal(outside, header, claims),
  };
}

function keysAt(url: string, reader: KeySetReader): SecretOrKeyProvider {
  return passportJwtSecret({
    jwksUri: url,
    cache: true,
    cacheMaxAge: KEY_MAX_AGE_MS,
    fetcher: (from) => reader.read(from),
    handleSigningKeyError: (error, done) => done(error),
  });
}

function principalOf(_: Claims, { sub, email, name, role, exp, sid }: Claims): Principal | undefined {
  const isComplete = typeof sub === 'string' && typeof email === 'string' && typeof name === 'string';
  if (!isComplete || (role !== Role.Customer && role !== Role.Admin)) return undefined;
  // A token without an end is none of ours; the gateway refuses it too.
  if (typeof exp !== 'number') return undefined;
  const session = typeof sid === 'string' ? { sessionId: sid } : {};
  return { userId: sub, email, name, role, expiresAt: new Date(exp * 1_000), ...session };
}
