import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { newKey } from '../../edge/tokens';
import { aFile, limitOf } from '../test/file';
import { credentialsOf, parseDeclaration, type Declaration } from './declaration';

describe("The gateway's own file", () => {
  const declaration = parseDeclaration(readFileSync(join(__dirname, '../../kong.yml'), 'utf8'));

  it('leaves nothing open but what is meant to be public', () => {
    expect(openRoutes(declaration)).toEqual([
      'auth-register POST',
      'auth-login POST',
      'auth-refresh POST',
      'auth-jwks GET,HEAD',
      'web GET,HEAD',
      'docs GET,HEAD',
      'products-read GET,HEAD',
      'categories-read GET,HEAD',
      'search-read GET,HEAD',
      'payments-stripe POST',
    ]);
  });

  it.each(['orders', 'payments', 'ai'])('gives %s time to be silent for 30 seconds', (name) => {
    const service = declaration.services.find((one) => one.name === name);
    expect(service?.read_timeout).toBeGreaterThan(35_000);
  });
});

function openRoutes({ services }: Declaration): string[] {
  return services.flatMap((service) =>
    service.routes
      .filter((one) => ![...service.plugins, ...one.plugins].some(({ name }) => name === 'jwt'))
      .map((one) => `${one.name} ${one.methods?.join() ?? 'any method'}`),
  );
}

describe('A file that the stand-in can serve as Kong would', () => {
  it.each<[what: string, yaml: string]>([
    [
      'one plugin at different places',
      aFile({ plugins: [limitOf(5)], consumers: [{ username: 'u', plugins: [limitOf(5)] }] }),
    ],
    ['a plugin that names its place', aFile({ plugins: [{ ...(limitOf(5) as object), service: 's', route: 'r' }] })],
    ['notes', aFile({ more: { _comment: 'why', _ignore: [1, { a: 2 }], _transform: true } })],
    [
      'a name for an instance',
      aFile({ plugins: [{ ...(limitOf(5) as object), instance_name: 'one', enabled: true }] }),
    ],
    [
      "Kong's defaults",
      aFile({ service: { retries: undefined, read_timeout: undefined, connect_timeout: undefined } }),
    ],
    ['a route by methods alone', aFile({ routes: [{ name: 'r', methods: ['GET'] }] })],
    ['a name with other letters', aFile({ service: { name: 'caf\u00e9' } })],
    ['no service at all', "_format_version: '3.0'"],
    ['an empty list', aFile({ plugins: [], routes: [] })],
  ])('%s', (_what, yaml) => {
    expect(() => parseDeclaration(yaml)).not.toThrow();
  });

  it('gives a consumer the id that Kong derives from its name', () => {
    const { privateKey } = newKey('k');
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
    const consumers = [{ username: 'ada', jwt_secrets: [{ key: 'k', algorithm: 'RS256', rsa_public_key: pem }] }];
    const id = credentialsOf(parseDeclaration(aFile({ consumers }))).get('k')?.consumer.id;
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5/);
    expect(credentialsOf(parseDeclaration(aFile({ consumers }))).get('k')?.consumer.id).toBe(id);
  });
});
