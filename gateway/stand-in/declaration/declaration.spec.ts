import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { newKey } from '../../edge/tokens';
import { aFile, JWT, limitOf } from '../test/file';
import { credentialsOf, parseDeclaration, type Declaration } from './declaration';
import { Refused } from './shape';

function problemsOf(yaml: string): readonly string[] {
  try {
    parseDeclaration(yaml);
    return [];
  } catch (error) {
    if (error instanceof Refused) return error.problems;
    throw error;
  }
}

const route = (fields: object): string => aFile({ routes: [{ name: 'r', paths: ['/a'], ...fields }] });
const plugin = (fields: object): string => aFile({ plugins: [fields] });
const jwt = (config: object): string =>
  aFile({ service: { plugins: [{ ...JWT, config: { ...JWT.config, ...config } }] } });

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
    ]);
  });

  it('gives a route time to hold an answer for 30 seconds where that is promised', () => {
    const orders = declaration.services.find((service) => service.name === 'orders');
    expect(orders?.read_timeout).toBeGreaterThan(35_000);
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
  it('is accepted', () => {
    expect(problemsOf(aFile({ plugins: [limitOf(5)], consumers: [{ username: 'u', plugins: [limitOf(5)] }] }))).toEqual(
      [],
    );
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

describe('A file that asks for more is refused, with the place', () => {
  it.each<[what: string, yaml: string, problem: RegExp]>([
    ['an entity', aFile({ more: { upstreams: [{ name: 'u' }] } }), /^upstreams: is not implemented$/],
    ['a number as the version', aFile().replace('"3.0"', '3.0'), /^_format_version: only "3.0" is implemented, not 3$/],
    ['a field of a route', route({ hosts: ['a.example'] }), /^services\[0\]\.routes\[0\]\.hosts: is not implemented$/],
    [
      'a path that is not normalised',
      route({ paths: ['/a//b'] }),
      /^services\[0\]\.routes\[0\]\.paths\[0\]: .*normalised/,
    ],
    ['look-around in a pattern', route({ paths: ['~/a(?=b)'] }), /paths\[0\]: is no pattern that Kong knows/],
    ['a broken pattern', route({ paths: ['~/a('] }), /paths\[0\]: Invalid regular expression/],
    ['a route without paths', route({ paths: undefined, methods: ['GET'] }), /paths: must be a list/],
    ['preserve_host', route({ preserve_host: true }), /preserve_host: only false is implemented, not true/],
    ['on as a text', route({ name: 'x' }).replace('name: x', 'name: on'), /name: .*, not true/],
    ['https upstream', aFile({ service: { url: 'https://a' } }), /^services\[0\]\.url: must be an http/],
    [
      'an unknown plugin',
      plugin({ name: 'acl', config: { allow: ['a'] } }),
      /^plugins\[0\]\.name: no such plugin .*"acl"$/,
    ],
    [
      'a disabled plugin',
      plugin({ ...(limitOf(5) as object), enabled: false }),
      /^plugins\[0\]\.enabled: is not implemented$/,
    ],
    ['a plugin in a wrong place', route({ plugins: [{ name: 'cors' }] }), /cors can't be bound here, only to: global/],
    ['jwt at a consumer', aFile({ consumers: [{ username: 'u', plugins: [JWT] }] }), /jwt can't be bound here/],
    ['jwt that does not check exp', jwt({ claims_to_verify: undefined }), /config\.claims_to_verify: only \["exp"\]/],
    ['jwt that looks into the query', jwt({ uri_param_names: undefined }), /config\.uri_param_names: only \[\] is/],
    ['jwt that lets strangers pass', jwt({ anonymous: 'guest' }), /config\.anonymous: is not implemented/],
    [
      'limits by consumer',
      plugin(limitOf(5, { limit_by: 'consumer' }) as object),
      /limit_by: only "ip" or "header" is/,
    ],
    [
      'limits in no minute',
      plugin(limitOf(5, { limit_by: 'ip', hour: 9 }) as object),
      /config\.hour: is not implemented/,
    ],
    [
      'a header without its name',
      plugin(limitOf(5, { limit_by: 'header' }) as object),
      /header_name: belongs to limit_by/,
    ],
    ['every origin', plugin({ name: 'cors', config: { origins: ['*'] } }), /origins\[0\]: only a plain origin/],
    ['a wrong type', aFile({ service: { retries: '1' } }), /retries: must be a whole number .*, not "1"/],
    [
      'a nested plugin that names a service',
      route({ plugins: [{ ...JWT, service: 's' }] }),
      /plugins\[0\]\.service: is not/,
    ],
    [
      'a broken key',
      aFile({ consumers: [{ username: 'u', jwt_secrets: [{ key: 'k', algorithm: 'RS256', rsa_public_key: 'x' }] }] }),
      /rsa_public_key: must be a public key/,
    ],
    [
      'two plugins of a name',
      aFile({ plugins: [limitOf(5), limitOf(6)] }),
      /^plugins of one place: "rate-limiting" is there twice$/,
    ],
    [
      'two routes of a name',
      aFile({
        routes: [
          { name: 'r', paths: ['/a'] },
          { name: 'r', paths: ['/b'] },
        ],
      }),
      /^routes: "r" is there twice$/,
    ],
  ])('%s', (_what, yaml, problem) => {
    expect(problemsOf(yaml)).toEqual(expect.arrayContaining([expect.stringMatching(problem)]));
  });

  it('tells all problems at once', () => {
    const yaml = aFile({ service: { retries: -1, foo: 1 }, routes: [{ name: 'r', paths: ['a'], bar: 1 }] });
    expect(problemsOf(yaml)).toHaveLength(4);
  });
});
