import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { outsideIssuer } from '@tradewind/oidc';
import { parseDeclaration } from '../stand-in/declaration/declaration';
import type { PublicKey } from './keys';
import { readOutsideKeys } from './outside-keys';
import { outsideKeysIn, parseTemplate, render, upstreamHosts } from './render';
import { readSettings } from './settings';

const template = parseTemplate(readFileSync(join(__dirname, '../kong.yml'), 'utf8'));
const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const { publicKey: shortKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
const { publicKey: curve } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
const jwk = (kid: string, more: object = {}) => ({ ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', ...more });

describe('The keys of the outside issuer', () => {
  let server: Server;
  let answer: object;
  let warnings: string[];
  const ours: PublicKey = { kid: 'ours', pem };

  beforeAll(async () => {
    server = createServer((_, response) => response.end(JSON.stringify(answer))).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  beforeEach(() => (warnings = []));
  afterAll(() => server.close());

  const read = (last: PublicKey[] = [], port = (server.address() as AddressInfo).port): Promise<PublicKey[]> => {
    const settings = { OIDC_ISSUER: 'https://id.example.com', OIDC_JWKS_URL: `http://127.0.0.1:${port}/certs` };
    return readOutsideKeys(outsideIssuer(settings)!, [ours], last, (warning) => warnings.push(warning));
  };
  const rendered = (keys: PublicKey[]): string =>
    render(template, readSettings({}, upstreamHosts(template), []), [ours, ...keys]);

  it('stand beside ours in the file, where the stand-in finds them and the next rendering knows them again', async () => {
    answer = { keys: [jwk('b'), jwk('a', { alg: 'RS256' })] };
    const keys = await read();
    const { consumers } = parseDeclaration(rendered(keys));
    expect(consumers.flatMap((one) => one.jwt_secrets.map(({ key }) => key))).toEqual(['ours', 'a', 'b']);
    expect(outsideKeysIn(parseTemplate(rendered(keys)))).toEqual(keys);
    expect(warnings).toEqual([]);
  });

  it('are left out where one has the id of ours', async () => {
    answer = { keys: [jwk('ours'), jwk('a')] };
    expect((await read()).map(({ kid }) => kid)).toEqual(['a']);
    expect(warnings).toEqual(['https://id.example.com: its key ours is left out, one of ours has that id']);
  });

  it.each([
    ['for encryption', jwk('a', { use: 'enc' })],
    ['for another algorithm', jwk('a', { alg: 'RS512' })],
    ['without an id', jwk('')],
    ['that are short', { ...shortKey.export({ format: 'jwk' }), kid: 'a' }],
    ['of an elliptic curve', { ...curve.export({ format: 'jwk' }), kid: 'a' }],
    ['that are none', { kty: 'RSA', kid: 'a', n: 5 }],
  ])('are not those %s', async (_, key) => {
    answer = { keys: [key] };
    expect(await read()).toEqual([]);
    expect(warnings).toEqual([expect.stringMatching(/no key is known/)]);
  });

  it('are those of the last file while the issuer is away', async () => {
    const last = [{ kid: 'a', pem, outside: true }];
    expect(await read(last, 1)).toEqual(last);
    expect(warnings).toEqual([expect.stringMatching(/does not answer.*keeps the keys it had, 1 of them/)]);
  });
});
