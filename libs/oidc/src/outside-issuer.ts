/** An OpenID Connect issuer, such as a Keycloak realm, whose access tokens are taken besides our own. */
export interface OutsideIssuer {
  /** Its URL, letter by letter as its tokens and its discovery document name it. */
  readonly issuer: string;
  /** What a token must be meant for. */
  readonly audience: string;
  /** Where a token lists roles: the name of a claim, or a path such as `realm_access.roles`. */
  readonly roleClaim: string;
  /** Where its keys are; found by discovery when left out. */
  readonly jwksUrl?: string;
  /** Whether keys may come over plain http from another machine. */
  readonly allowsHttp: boolean;
}

/** The settings, as the environment has them; empty is the same as not set. */
export interface OidcEnvironment {
  readonly OIDC_ISSUER?: string;
  readonly OIDC_AUDIENCE?: string;
  readonly OIDC_ROLE_CLAIM?: string;
  readonly OIDC_JWKS_URL?: string;
  readonly OIDC_ALLOW_HTTP?: string;
  readonly JWT_ISSUER?: string;
  readonly JWT_AUDIENCE?: string;
}

/** All that is wrong with the settings, told at once. */
export class OidcSettingsWrong extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`Settings are wrong:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = OidcSettingsWrong.name;
  }
}

const OURS = 'tradewind';

/**
 * The outside issuer of the settings; undefined when none is trusted.
 * @throws OidcSettingsWrong
 */
export function outsideIssuer(environment: OidcEnvironment): OutsideIssuer | undefined {
  const issuer = environment.OIDC_ISSUER;
  if (!issuer) return undefined;
  const jwksUrl = environment.OIDC_JWKS_URL || undefined;
  const allowsHttp = environment.OIDC_ALLOW_HTTP === 'true';
  const problems = [
    ...problemsOf('OIDC_ISSUER', issuer, allowsHttp),
    ...(jwksUrl ? problemsOf('OIDC_JWKS_URL', jwksUrl, allowsHttp) : []),
    ...(issuer === (environment.JWT_ISSUER || OURS) ? ['OIDC_ISSUER: is our own issuer (JWT_ISSUER)'] : []),
  ];
  if (problems.length > 0) throw new OidcSettingsWrong(problems);
  return {
    issuer,
    audience: environment.OIDC_AUDIENCE || environment.JWT_AUDIENCE || OURS,
    roleClaim: environment.OIDC_ROLE_CLAIM || 'realm_access.roles',
    jwksUrl,
    allowsHttp,
  };
}

function problemsOf(name: string, value: string, allowsHttp: boolean): string[] {
  if (!URL.canParse(value)) return [`${name}: is no URL`];
  const url = new URL(value);
  if (url.search || url.hash || url.username) return [`${name}: has a query, a fragment or a login`];
  return isSafe(url, allowsHttp)
    ? []
    : [`${name}: must be https, or http on this machine (OIDC_ALLOW_HTTP=true: http from anywhere, for development)`];
}

/** Who can change the answer on its way decides which keys are trusted, and so who is ADMIN. */
export function isSafe(url: URL, allowsHttp: boolean): boolean {
  const isLocal = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  return url.protocol === 'https:' || (url.protocol === 'http:' && (isLocal || allowsHttp));
}
