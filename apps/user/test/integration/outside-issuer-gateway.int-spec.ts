import { outsideIssuer } from '@tradewind/oidc';
import { OutsideIssuer } from '@tradewind/testing';
import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readOutsideKeys } from '../../../../gateway/render/outside-keys';
import { parseTemplate, render, upstreamHosts } from '../../../../gateway/render/render';
import { readSettings } from '../../../../gateway/render/settings';
import { parseDeclaration } from '../../../../gateway/stand-in/declaration/declaration';
import { StandIn } from '../../../../gateway/stand-in/server';
import { RunningService } from './running-service';

const YASH = { email: 'yash@example.com', email_verified: true, name: 'Yash' };
const TEMPLATE = parseTemplate(readFileSync(join(__dirname, '../../../../gateway/kong.yml'), 'utf8'));

jest.setTimeout(20_000);

describe('users of an outside issuer, through the gateway', () => {
  let outside: OutsideIssuer;
  let service: RunningService;
  let gateway: { url: string; close(): Promise<unknown> };

  beforeAll(async () => {
    outside = await OutsideIssuer.start({ yash: YASH, boss: { ...YASH, realm_access: { roles: ['admin'] } } });
    service = await RunningService.start(outside.settings);
    gateway = await startGateway();
  }, 60_000);
  afterAll(async () => {
    await gateway.close();
    await service.stop();
    await outside.stop();
  }, 60_000);

  /** The stand-in for Kong, with the file that the renderer makes. */
  async function startGateway(): Promise<typeof gateway> {
    const hosts = upstreamHosts(TEMPLATE);
    const pem = createPublicKey(service.key).export({ type: 'spki', format: 'pem' }).toString();
    const own = [{ kid: 'test', pem }];
    const theirs = await readOutsideKeys(outsideIssuer(outside.settings)!, own, [], (warning) => {
      throw new Error(warning);
    });
    const settings = readSettings({ USER_URL: new URL(await service.app.getUrl()).origin }, hosts, []);
    const declaration = parseDeclaration(render(TEMPLATE, settings, [...own, ...theirs]));
    const app = new StandIn(declaration, { logLevel: 'silent', errorType: 'text/plain' });
    return { url: (await app.listen('127.0.0.1', 0)).origin, close: () => app.close() };
  }

  const get = (path: string, token: string): Promise<Response> =>
    fetch(`${gateway.url}/api/${path}`, { headers: { authorization: `Bearer ${token}` } });

  it.each(['like-keycloak', 'by-rfc-9068'] as const)('are known by their tokens, %s', async (client) => {
    const { accessToken } = await outside.logIn('yash', client);
    const answer = await get('users/me', accessToken);
    expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining({ name: 'Yash' })]);
    expect((await get('users', accessToken)).status).toBe(403);
  });

  it('are ADMIN by the roles of their token', async () => {
    expect((await get('users', (await outside.logIn('boss')).accessToken)).status).toBe(200);
  });

  it('are let in beside our own', async () => {
    expect((await get('users/me', (await service.logIn()).access_token)).status).toBe(200);
  });

  it.each<[string, (token: string) => string]>([
    ['expired', (token) => outside.forge(token, { exp: 1 })],
    ['of an unknown key', (token) => outside.forge(token, {}, { kid: 'unknown', key: outside.key })],
    ['with our key id and their key', (token) => outside.forge(token, {}, { kid: 'test', key: outside.key })],
  ])('are stopped at the gateway with a token that is %s', async (_, forged) => {
    const answer = await get('users/me', forged((await outside.logIn('yash')).accessToken));
    expect([answer.status, answer.headers.get('via')]).toEqual([401, null]);
  });

  it('are stopped by the service with a token in our name: the gateway knows keys, not issuers', async () => {
    const ours = { iss: 'tradewind', aud: 'tradewind', role: 'ADMIN' };
    const answer = await get('users', outside.forge((await outside.logIn('yash')).accessToken, ours));
    expect([answer.status, answer.headers.get('via')]).toEqual([401, '1.1 kong/3.9.3']);
  });
});
