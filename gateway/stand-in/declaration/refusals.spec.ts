import { generateKeyPairSync } from 'node:crypto';
import { aFile, JWT, limitOf } from '../test/file';
import { parseDeclaration } from './declaration';
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

type Case = [what: string, yaml: string, problem: RegExp];

const pem = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' });
const file = (more: object): string => aFile({ more: more as Record<string, unknown> });
const service = (fields: object): string => aFile({ service: fields as Record<string, unknown> });
const route = (fields: object): string => aFile({ routes: [{ name: 'r', paths: ['/a'], ...fields }] });
const path = (one: unknown): string => route({ paths: [one] });
const plugin = (...fields: unknown[]): string => aFile({ plugins: fields });
const consumer = (fields: object): string => aFile({ consumers: [{ username: 'u', ...fields }] });
const secret = (fields: object): string =>
  consumer({ jwt_secrets: [{ key: 'k', algorithm: 'RS256', rsa_public_key: pem, ...fields }] });
const jwt = (config: object): string => plugin({ ...JWT, config: { ...JWT.config, ...config } });
const limit = (config: object, more: object = {}): string =>
  plugin({ name: 'rate-limiting', config: { minute: 5, limit_by: 'ip', ...config }, ...more });
const redis = (fields: object): string => limit({ policy: 'redis', redis: { host: 'redis', ...fields } });
const cors = (config: object): string => plugin({ name: 'cors', config: { origins: ['http://a.example'], ...config } });
const correlation = (config: object): string =>
  plugin({ name: 'correlation-id', config: { generator: 'uuid', ...config } });
const size = (config: object): string => plugin({ name: 'request-size-limiting', config });
const numbers = (config: object): string => plugin({ name: 'prometheus', config });
const traces = (config: object): string =>
  plugin({ name: 'opentelemetry', config: { traces_endpoint: 'http://j/v1', sampling_rate: 1, ...config } });

describe('What Kong refuses, the stand-in refuses', () => {
  it.each<Case>([
    // The file
    ['no version', aFile().replace(/_format_version.*\n/, ''), /^_format_version: must be one of "3.0"/],
    ['a number as the version', aFile().replace('"3.0"', '3.0'), /^_format_version: .*, not 3$/],
    ['a version there is not', aFile().replace('"3.0"', '"4.0"'), /^_format_version: .*, not "4.0"$/],
    ["decK's notes", file({ _info: { select_tags: ['a'] } }), /^_info: unknown field$/],
    ['a place for anchors', file({ 'x-jwt': {} }), /^x-jwt: unknown field$/],
    ["Enterprise's groups", file({ consumer_groups: [] }), /^consumer_groups: unknown field$/],
    ['a list that is none', file({ services: {} }), /^services: must be a list/],
    ['a list that is no list of fields', file({ services: ['s'] }), /^services\[0\]: must be a set of fields/],
    ['a note that is no text', file({ _comment: 5 }), /^_comment: must be a text/],
    ['a text for a switch', file({ _transform: 'yes' }), /^_transform: must be true or false/],
    // Services
    ['an unknown field', service({ foo: 1 }), /^services\[0\]\.foo: unknown field$/],
    ['a text for a number', service({ retries: '1' }), /retries: must be a whole number .*, not "1"/],
    ['too many tries', service({ retries: 32_768 }), /retries: must be a whole number/],
    ['half a millisecond', service({ read_timeout: 0.5 }), /read_timeout: must be a whole number/],
    ['on for a name, which is true', service({ name: 'x' }).replace('name: x', 'name: on'), /name: .*, not true/],
    ['a name with a space', service({ name: 'a b' }), /name: must be a name/],
    ['a variable for an address', service({ url: '${ORDER_URL}' }), /url: must be an http/],
    ['no address', service({ url: undefined }), /url: must be an http/],
    ['a comma in a tag', service({ tags: ['a,b'] }), /tags\[0\]: must be a text without comma/],
    ['a slash in a tag', service({ tags: ['a/b'] }), /tags\[0\]: must be a text without comma/],
    ['a text for tags', service({ tags: 'a' }), /tags: must be a list/],
    [
      'two services of a name',
      file({
        services: [
          { name: 's', url: 'http://a' },
          { name: 's', url: 'http://a' },
        ],
      }),
      /^services: "s" is/,
    ],
    // Routes
    ['a route without a condition', route({ paths: undefined }), /routes\[0\]: needs at least one of methods/],
    ['a text for paths', route({ paths: '/a' }), /paths: must be a list/],
    [
      'a text for a switch of a route',
      route({ response_buffering: 'off' }),
      /response_buffering: must be true or false/,
    ],
    ['off in quotes for strip_path', route({ strip_path: 'no' }), /strip_path: must be true or false/],
    ['a method in small letters', route({ methods: ['get'] }), /methods\[0\]: must be an HTTP method in capitals/],
    ['a path without a slash', path('a'), /paths\[0\]: must be a normalised path/],
    ['empty segments', path('/a//b'), /paths\[0\]: must be a normalised path/],
    ['dots', path('/a/../b'), /paths\[0\]: must be a normalised path/],
    ['a space in a path', path('/a b'), /paths\[0\]: must be a normalised path/],
    ['an escape that need not be', path('/%41'), /paths\[0\]: must be a normalised path/],
    ['a broken escape', path('/%g'), /paths\[0\]: must be a normalised path/],
    ['look-around', path('~/a(?=b)'), /paths\[0\]: is no pattern that Kong knows/],
    ['a back-reference', path('~/(a)\\1'), /paths\[0\]: is no pattern that Kong knows/],
    ['a pattern without a slash', path('~a'), /paths\[0\]: is no pattern that Kong knows/],
    ['a broken pattern', path('~/a('), /paths\[0\]: Invalid regular expression/],
    ['an unknown way of joining paths', route({ path_handling: 'v2' }), /path_handling: must be one of "v0", "v1"/],
    [
      'two routes of a name',
      aFile({
        routes: [
          { name: 'r', paths: ['/a'] },
          { name: 'r', paths: ['/b'] },
        ],
      }),
      /^routes: "r" is/,
    ],
    // Consumers and their keys
    ['a number for a name', consumer({ username: 5 }), /username: must be a text, not 5/],
    [
      'two consumers of a name',
      aFile({ consumers: [{ username: 'u' }, { username: 'u' }] }),
      /^consumers: "u" is there/,
    ],
    ['no key', secret({ rsa_public_key: 'x' }), /rsa_public_key: must be a public key in PEM/],
    [
      'a key in one line',
      secret({ rsa_public_key: pem.toString().trim().replaceAll('\n', ' ') }),
      /must be a public key in PEM/,
    ],
    ['a key from a vault', secret({ rsa_public_key: '{vault://env/my-key}' }), /must be a public key in PEM/],
    ['an unknown algorithm', secret({ algorithm: 'RS1' }), /algorithm: must be one of "RS256"/],
    [
      'one key of two consumers',
      aFile({
        consumers: ['u', 'v'].map((username) => ({
          username,
          jwt_secrets: [{ key: 'k', algorithm: 'RS256', rsa_public_key: pem }],
        })),
      }),
      /^jwt_secrets: "k" is there twice/,
    ],
    // Plugins, wherever they are
    ['a plugin that is not known', plugin({ name: 'rate-limit' }), /^plugins\[0\]\.name: must be a plugin of Kong/],
    ['a plugin without a name', plugin({ config: {} }), /^plugins\[0\]\.name: must be a plugin of Kong/],
    ['an unknown field of a plugin', plugin({ ...JWT, ordering: {} }), /^plugins\[0\]\.ordering: unknown field$/],
    ['a text for enabled', plugin({ ...JWT, enabled: 'true' }), /enabled: must be one of true, false/],
    [
      'a nested plugin that names a service',
      route({ plugins: [{ ...JWT, service: 's' }] }),
      /service: must not be named by a nested/,
    ],
    [
      'a nested plugin that names its route',
      route({ plugins: [{ ...JWT, route: 'r' }] }),
      /route: must not be named by a nested/,
    ],
    [
      "a consumer's that names a service",
      consumer({ plugins: [{ ...(limitOf(1) as object), service: 's' }] }),
      /service: must not be/,
    ],
    [
      'a service that is not there',
      limit({}, { service: 'x' }),
      /^plugins: rate-limiting names a service "x" that is not there$/,
    ],
    ['a route that is not there', limit({}, { route: 'x' }), /names a route "x" that is not there$/],
    ['a consumer that is not there', limit({}, { consumer: 'x' }), /names a consumer "x" that is not there$/],
    ['two plugins of a name', plugin(limitOf(5), limitOf(6)), /^plugins: "rate-limiting" is there twice$/],
    [
      'two at one service, named and nested',
      aFile({ service: { plugins: [JWT] }, plugins: [{ ...JWT, service: 's' }] }),
      /^plugins: "jwt at service s" is there twice$/,
    ],
    ['jwt at a consumer', consumer({ plugins: [JWT] }), /plugins\[0\]: jwt can't be bound to a consumer/],
    [
      'cors at a consumer',
      aFile({
        consumers: [{ username: 'u' }],
        plugins: [{ name: 'cors', config: { origins: ['http://a.example'] }, consumer: 'u' }],
      }),
      /cors can't be bound to a consumer/,
    ],
    // rate-limiting
    ['no limit at all', limit({ minute: undefined }), /config: needs at least one limit/],
    ['no configuration of a limit', plugin({ name: 'rate-limiting' }), /config: needs at least one limit/],
    ['a limit of nothing', limit({ minute: 0 }), /minute: must be a whole number/],
    ['an hour below its minute', limit({ hour: 4 }), /a longer window must not have a lower limit/],
    ['by a header without its name', limit({ limit_by: 'header' }), /header_name: is needed for limit_by: header/],
    ['an unknown caller', limit({ limit_by: 'token' }), /limit_by: must be one of "ip", "header"/],
    [
      'a header name with a space',
      limit({ limit_by: 'header', header_name: 'a b' }),
      /header_name: must be a header name/,
    ],
    ['an unknown policy', limit({ policy: 'memory' }), /policy: must be one of "local", "redis"/],
    ['Redis without its address', limit({ policy: 'redis' }), /redis: is needed for policy: redis/],
    ['Redis without its host', redis({ host: undefined }), /redis\.host: must be the name or address/],
    ['an address for a host', redis({ host: 'redis://redis' }), /redis\.host: must be the name or address/],
    ['a text for a port', redis({ port: '6379' }), /redis\.port: must be a whole number/],
    ['a port there is not', redis({ port: 65_536 }), /redis\.port: must be a whole number/],
    ['an unknown field of Redis', redis({ url: 'x' }), /redis\.url: unknown field/],
    ['an unknown field of a limit', limit({ minutes: 5 }), /config\.minutes: unknown field/],
    ['a text for a switch of a limit', limit({ fault_tolerant: 'true' }), /fault_tolerant: must be true or false/],
    // The other plugins
    ['a text for origins', cors({ origins: 'http://a.example' }), /origins: must be a list/],
    ['a method that CORS does not have', cors({ methods: ['FETCH'] }), /methods\[0\]: must be one of "GET"/],
    ['a text for an age', cors({ max_age: '5' }), /max_age: must be a whole number/],
    ['an unknown generator', correlation({ generator: 'ulid' }), /generator: must be one of "uuid", "uuid#counter"/],
    ['an unknown unit', size({ size_unit: 'kb' }), /size_unit: must be one of "bytes", "kilobytes"/],
    ['a text for a size', size({ allowed_payload_size: '1' }), /allowed_payload_size: must be a whole number/],
    [
      'a claim that Kong does not check',
      jwt({ claims_to_verify: ['aud'] }),
      /claims_to_verify\[0\]: must be one of "exp", "nbf"/,
    ],
    ['an unknown group of numbers', numbers({ status_codes: true }), /config\.status_codes: unknown field/],
    ['no address for traces', traces({ traces_endpoint: 'jaeger' }), /traces_endpoint: must be an http/],
    ['more than all traces', traces({ sampling_rate: 2 }), /sampling_rate: must be a number from 0 to 1/],
    [
      'a number for an attribute',
      traces({ resource_attributes: { a: 1 } }),
      /resource_attributes: must be a set of texts/,
    ],
  ])('%s', (_what, yaml, problem) => {
    expect(problemsOf(yaml)).toEqual([expect.stringMatching(problem)]);
    expect(problemsOf(yaml).join()).not.toContain('not implemented');
  });

  it('and tells all of it at once', () => {
    const routes = [{ name: 'r', paths: ['a'], bar: 1 }];
    expect(problemsOf(aFile({ service: { retries: -1, foo: 1 }, routes }))).toHaveLength(4);
  });
});

describe('What only Kong can do is refused as not implemented', () => {
  it.each<Case>([
    ['another version', aFile().replace('"3.0"', '"2.1"'), /^_format_version: "2.1"/],
    ['an entity', file({ upstreams: [{ name: 'u' }] }), /^upstreams:/],
    ['routes beside services', file({ routes: [{ name: 'x', paths: ['/x'] }] }), /^routes:/],
    ['an address in parts', service({ host: 'order' }), /services\[0\]\.host:/],
    ['https to an upstream', service({ url: 'https://a' }), /url: https/],
    ['a service that is switched off', service({ enabled: false }), /enabled: false/],
    ['hosts of a route', route({ hosts: ['a.example'] }), /routes\[0\]\.hosts:/],
    ['one protocol of a route', route({ protocols: ['https'] }), /protocols: \["https"\]/],
    ['preserve_host', route({ preserve_host: true }), /preserve_host: true/],
    ['unbuffered requests', route({ request_buffering: false }), /request_buffering: false/],
    ['an id', consumer({ id: '7f7b6c0c-6ce4-4a35-9d5c-8ab3f1f5a2cb' }), /consumers\[0\]\.id:/],
    ['an algorithm', secret({ algorithm: 'ES256' }), /algorithm: "ES256"/],
    ['a plugin', plugin({ name: 'acl', config: { allow: ['a'] } }), /name: acl/],
    ['a plugin that is switched off', limit({}, { enabled: false }), /enabled: false/],
    ['numbers of one consumer', consumer({ plugins: [{ name: 'prometheus' }] }), /prometheus at a consumer/],
    ['jwt that does not check exp', jwt({ claims_to_verify: undefined }), /claims_to_verify: other than \["exp"\]/],
    ['jwt that looks into the query', jwt({ uri_param_names: undefined }), /uri_param_names: other than \[\]/],
    ['jwt that lets strangers pass', jwt({ anonymous: 'guest' }), /config\.anonymous:/],
    ['jwt that leaves preflights alone', jwt({ run_on_preflight: false }), /run_on_preflight: false/],
    ['limits by consumer', limit({ limit_by: 'consumer' }), /limit_by: "consumer"/],
    [
      'limits by the default, which is the consumer',
      limit({ limit_by: undefined }),
      /limit_by: "consumer" \(the default\)/,
    ],
    ['limits in an hour', limit({ hour: 9 }), /config\.hour:/],
    ['counts in a database', limit({ policy: 'cluster' }), /policy: "cluster"/],
    ['Redis over TLS', redis({ ssl: true }), /ssl: true/],
    ['a password of another vault', redis({ password: '{vault://aws/redis}' }), /password: a vault other than env/],
    ['every origin', cors({ origins: ['*'] }), /origins\[0\]:/],
    ['preflights for the upstream', cors({ preflight_continue: true }), /preflight_continue:/],
    ['ids that are counted', correlation({ generator: 'uuid#counter' }), /generator: "uuid#counter"/],
    ['numbers of upstreams', numbers({ upstream_health_metrics: true }), /upstream_health_metrics: true/],
    ["Kong's own rate of traces", traces({ sampling_rate: undefined }), /sampling_rate:/],
    ['logs for a collector', traces({ logs_endpoint: 'http://j' }), /logs_endpoint:/],
  ])('%s', (_what, yaml, problem) => {
    expect(problemsOf(yaml)).toEqual([expect.stringMatching(problem)]);
    expect(problemsOf(yaml)).toEqual([expect.stringContaining('not implemented')]);
  });
});

describe('A password of Redis', () => {
  afterEach(() => delete process.env['RATE_LIMIT_REDIS_PASSWORD']);

  it('can be in the environment, as for Kong', () => {
    const yaml = redis({ password: '{vault://env/rate-limit-redis-password}' });
    expect(problemsOf(yaml)).toEqual([expect.stringMatching(/refers to RATE_LIMIT_REDIS_PASSWORD, which is not set/)]);
    process.env['RATE_LIMIT_REDIS_PASSWORD'] = 'x';
    expect(problemsOf(yaml)).toEqual([]);
  });
});
