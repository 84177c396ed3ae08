import { outsideIssuer, type OidcEnvironment, type OutsideIssuer } from '@tradewind/oidc';

/** Whose access tokens a service takes. */
export interface TokenSettings {
  readonly jwksUrl: string;
  readonly issuer: string;
  readonly audience: string;
  /** An OpenID Connect issuer that is trusted besides the user service. */
  readonly outside?: OutsideIssuer;
}

interface TokenEnvironment extends OidcEnvironment {
  readonly JWKS_URL: string;
  readonly JWT_ISSUER: string;
  readonly JWT_AUDIENCE: string;
}

/**
 * Takes them from a service's settings.
 * @throws OidcSettingsWrong
 */
export function tokenSettings(config: TokenEnvironment): TokenSettings {
  const { JWKS_URL: jwksUrl, JWT_ISSUER: issuer, JWT_AUDIENCE: audience } = config;
  return { jwksUrl, issuer, audience, outside: outsideIssuer(config) };
}
