import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { settings } from '../apps/user/src/config';
import realm from '../deployment/keycloak/tradewind-realm.json';

const [web] = realm.clients;
const mappers = new Map<string, Readonly<Record<string, string | undefined>>>(
  web?.protocolMappers.map(({ protocolMapper, config }) => [protocolMapper, config]),
);
const claims = web?.protocolMappers.map(({ config }) => config['claim.name']);

const { keycloak } = (
  parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }) as {
    services: { keycloak: { command: string[]; environment: Record<string, string> } };
  }
).services;
const page = readFileSync('deployment/keycloak/README.md', 'utf8');

describe("Keycloak's realm for development", () => {
  it('makes access tokens as the services want them by default', () => {
    const audience = mappers.get('oidc-audience-mapper');
    expect(audience?.['included.custom.audience']).toBe((settings.JWT_AUDIENCE as { default?: string }).default);
    // An ID token must never be meant for us.
    expect(audience?.['id.token.claim']).toBe('false');
    expect(claims).toEqual(expect.arrayContaining(['email', 'email_verified', settings.OIDC_ROLE_CLAIM.default]));
    expect([...mappers.keys()]).toEqual(expect.arrayContaining(['oidc-full-name-mapper', 'oidc-sub-mapper']));
    expect(realm.defaultSignatureAlgorithm).toBe('RS256');
  });

  it('has a public client that is only good with PKCE, and no secret of any kind', () => {
    expect(web).toMatchObject({ clientId: 'tradewind-web', publicClient: true, directAccessGrantsEnabled: false });
    expect(web?.attributes['pkce.code.challenge.method']).toBe('S256');
    expect(JSON.stringify(realm)).not.toMatch(/secret|credentials|password|privateKey/i);
  });

  it('is at the addresses that its page tells, and names the one that a browser has', () => {
    const port = keycloak.command.flatMap((word) => /^--http-port=(\d+)$/.exec(word)?.[1] ?? []).join();
    expect(keycloak.environment['KC_HOSTNAME']).toBe(`http://localhost:\${KEYCLOAK_PORT:-${port}}`);
    expect(page).toContain(`OIDC_ISSUER=http://localhost:${port}/realms/${realm.realm}\n`);
    expect(page).toContain(
      `OIDC_JWKS_URL=http://keycloak:${port}/realms/${realm.realm}/protocol/openid-connect/certs\n`,
    );
    expect(page).toContain(`--server http://localhost:${port} --realm master`);
  });
});
