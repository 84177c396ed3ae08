import { OidcSettingsWrong, outsideIssuer } from './outside-issuer';

const issuer = 'https://id.example.com/realms/shop';
const read = (more: object = {}) => outsideIssuer({ OIDC_ISSUER: issuer, ...more });

describe('the settings of an outside issuer', () => {
  it('trust nobody unless it is set', () => {
    expect(outsideIssuer({})).toBeUndefined();
    expect(outsideIssuer({ OIDC_ISSUER: '', OIDC_JWKS_URL: 'no URL' })).toBeUndefined();
  });

  it("have Keycloak's roles and our own audience as defaults, where others are not set or empty", () => {
    const standard = { issuer, audience: 'tradewind', roleClaim: 'realm_access.roles', allowsHttp: false };
    expect(read()).toEqual({ ...standard, jwksUrl: undefined });
    expect(read({ OIDC_AUDIENCE: '', OIDC_ROLE_CLAIM: '', OIDC_JWKS_URL: '', OIDC_ALLOW_HTTP: '' })).toEqual(read());
    expect(read({ JWT_AUDIENCE: 'shop' })?.audience).toBe('shop');
    expect(read({ OIDC_AUDIENCE: 'api', JWT_AUDIENCE: 'shop' })?.audience).toBe('api');
  });

  it.each(['http://localhost:8081/realms/shop', 'http://127.0.0.1:8081', 'http://[::1]:8081'])(
    'take http on this machine: %s',
    (local) => expect(read({ OIDC_ISSUER: local })?.issuer).toBe(local),
  );

  it('take http from elsewhere only when told to', () => {
    const keycloak = { OIDC_ISSUER: 'http://localhost:8081/realms/shop', OIDC_JWKS_URL: 'http://keycloak:8080/certs' };
    expect(() => read(keycloak)).toThrow(/OIDC_JWKS_URL: must be https/);
    expect(read({ ...keycloak, OIDC_ALLOW_HTTP: 'true' })?.jwksUrl).toBe('http://keycloak:8080/certs');
  });

  it.each([
    ['http://id.example.com', /OIDC_ISSUER: must be https/],
    ['http://localhost.example.com', /OIDC_ISSUER: must be https/],
    ['ftp://localhost', /OIDC_ISSUER: must be https/],
    ['keycloak', /OIDC_ISSUER: is no URL/],
    ['https://id.example.com?realm=shop', /OIDC_ISSUER: has a query/],
    ['https://me:secret@id.example.com', /OIDC_ISSUER: has .* a login/],
  ])('refuse %s', (wrong, problem) => {
    expect(() => read({ OIDC_ISSUER: wrong })).toThrow(problem);
  });

  it('refuse our own issuer, and tell all problems at once', () => {
    const wrong = { JWT_ISSUER: issuer, OIDC_JWKS_URL: 'certs' };
    expect(() => read(wrong)).toThrow(OidcSettingsWrong);
    expect(() => read(wrong)).toThrow(/OIDC_JWKS_URL: is no URL\n {2}OIDC_ISSUER: is our own issuer/);
  });
});
