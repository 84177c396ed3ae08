import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readKeySet } from './key-set';
import { outsideIssuer } from './outside-issuer';

const KEYS = { keys: [{ kty: 'RSA', kid: 'k' }] };
const DISCOVERY = '/realms/shop/.well-known/openid-configuration';

describe('the key set of an outside issuer', () => {
  let server: Server;
  let base: string;
  /** Path to answer; a text is where it redirects to. */
  let pages: Record<string, unknown>;

  beforeAll(async () => {
    server = createServer((request, response) => {
      const page = pages[request.url ?? ''];
      if (page === undefined) response.statusCode = 404;
      if (typeof page === 'string') response.writeHead(302, { location: page });
      response.end(JSON.stringify(page ?? {}));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    const document = { issuer: `${base}/realms/shop`, jwks_uri: `${base}/certs` };
    pages = { [DISCOVERY]: document, '/certs': KEYS, '/elsewhere': KEYS };
  });
  afterAll(async () => {
    server.close();
    await once(server, 'close');
  });

  const read = (more: object = {}) => readKeySet(outsideIssuer({ OIDC_ISSUER: `${base}/realms/shop`, ...more })!);

  it('is found by discovery', async () => {
    expect(await read()).toEqual(KEYS);
  });

  it('is found for an issuer that ends with a slash, which belongs to its name', async () => {
    pages[DISCOVERY] = { issuer: `${base}/realms/shop/`, jwks_uri: `${base}/certs` };
    expect(await read({ OIDC_ISSUER: `${base}/realms/shop/` })).toEqual(KEYS);
  });

  it('is where the settings say, without asking for more', async () => {
    pages = { '/elsewhere': KEYS };
    expect(await read({ OIDC_JWKS_URL: `${base}/elsewhere` })).toEqual(KEYS);
  });

  it.each<[string, () => Record<string, unknown>, RegExp]>([
    ['of another issuer', () => ({ issuer: `${base}/realms/other`, jwks_uri: `${base}/certs` }), /is about the issuer/],
    ['without an issuer', () => ({ jwks_uri: `${base}/certs` }), /is about the issuer/],
    ['without a key set', () => ({ issuer: `${base}/realms/shop` }), /names no key set/],
    [
      'with keys over http from elsewhere',
      () => ({ issuer: `${base}/realms/shop`, jwks_uri: 'http://id.example.com/certs' }),
      /without https/,
    ],
  ])('is not taken from a document %s', async (_, document, problem) => {
    pages[DISCOVERY] = document();
    await expect(read()).rejects.toThrow(problem);
  });

  it('is not taken from where a redirect leads', async () => {
    pages['/certs'] = '/elsewhere';
    await expect(read()).rejects.toThrow(/certs does not answer: .*302/);
  });

  it.each([[{ keys: 'none' }], [[]], [{}]])('is not %j', async (page) => {
    pages['/certs'] = page;
    await expect(read()).rejects.toThrow(/is no key set|does not answer a JSON object/);
  });

  it('says what was asked when nobody answers', async () => {
    await expect(read({ OIDC_JWKS_URL: 'http://127.0.0.1:1/certs' })).rejects.toThrow(
      'http://127.0.0.1:1/certs does not answer',
    );
  });
});
