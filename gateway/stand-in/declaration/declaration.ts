import { createPublicKey, type KeyObject } from 'node:crypto';
import { parse } from 'yaml';
import { normalise } from '../path';
import { pluginIn } from '../plugins';
import type { Bound, Credential, Holder } from '../plugins/plugin';
import { clashes } from './clashes';
import { ALWAYS, notes, protocols, tags } from './fields';
import { idOf } from './ids';
import { boolean, integer, list, object, oneOf, optional, Refused, refuse, text, type Reader } from './shape';

const name = text(/^[\p{L}\p{N}._~-]+$/u, 'must be a name of letters, digits, dots, dashes or underscores');
const pluginsIn = (holder: Holder): Reader<Bound[]> => optional(list(pluginIn(holder)), []);

const method = text(/^[A-Z]+$/, 'must be an HTTP method in capitals');

const path: Reader<string> = (value, place) => {
  if (typeof value !== 'string') return refuse(place, 'must be a path', value);
  if (value.startsWith('~')) return pattern(value, place);
  return normalise(value) === value
    ? value
    : refuse(place, 'must be a normalised path that begins with a slash', value);
};

/** Kong's router has no look-around and no back-references; what it would refuse must not work here. */
function pattern(value: string, place: string): string {
  const foreign = /\(\?<?[=!]|\\[1-9]/.test(value);
  if (foreign || !value.startsWith('~/')) return refuse(place, 'is no pattern that Kong knows', value);
  try {
    new RegExp(value.slice(1));
    return value;
  } catch (error) {
    return refuse(place, (error as Error).message);
  }
}

const upstream: Reader<URL> = (value, place) => {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
  if (url?.protocol === 'https:') return refuse(place, 'https:// is not implemented');
  const plain = url?.protocol === 'http:' && `${url.username}${url.password}${url.search}${url.hash}` === '';
  return url && plain ? url : refuse(place, 'must be an http:// address', value);
};

const publicKey: Reader<KeyObject> = (value, place) => {
  try {
    const key = createPublicKey(text()(value, place));
    return key.asymmetricKeyType === 'rsa' ? key : refuse(place, 'a key other than RSA is not implemented');
  } catch (error) {
    if (error instanceof Refused) throw error;
    return refuse(place, 'must be a public key in PEM form, in lines');
  }
};

const route = object(
  {
    name,
    tags,
    ...notes,
    protocols,
    methods: optional(list(method), undefined),
    paths: optional(list(path), undefined),
    strip_path: optional(boolean, true),
    preserve_host: optional(oneOf([false], [true]), false),
    path_handling: optional(oneOf(['v0'], ['v1']), 'v0'),
    // Answers are always streamed and request bodies always read first: Kong's other choices differ in memory, not in what is seen.
    response_buffering: optional(boolean, true),
    request_buffering: optional(oneOf([true], [false]), true),
    plugins: pluginsIn('route'),
  },
  [
    ...[...ALWAYS, 'hosts', 'headers', 'https_redirect_status_code', 'regex_priority', 'snis', 'sources'],
    ...['destinations', 'service'],
  ],
);

const conditioned: Reader<ReturnType<typeof route>> = (value, place) => {
  const read = route(value, place);
  const { methods = [], paths = [] } = read;
  return methods.length + paths.length > 0
    ? read
    : refuse(place, 'needs at least one of methods, hosts, headers, paths, snis');
};

const service = object(
  {
    name,
    tags,
    ...notes,
    url: upstream,
    retries: optional(integer(0, 32767), 5),
    connect_timeout: optional(integer(1), 60_000),
    write_timeout: optional(integer(1), 60_000),
    read_timeout: optional(integer(1), 60_000),
    enabled: optional(oneOf([true], [false]), true),
    routes: optional(list(conditioned), []),
    plugins: pluginsIn('service'),
  },
  [
    ...[...ALWAYS, 'protocol', 'host', 'port', 'path', 'client_certificate', 'tls_verify', 'tls_verify_depth'],
    'ca_certificates',
  ],
);

const OTHER_ALGORITHMS = [
  ...['HS256', 'HS384', 'HS512', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512', 'PS256', 'PS384', 'PS512', 'EdDSA'],
];

const secret = object(
  { key: text(), algorithm: oneOf(['RS256'], OTHER_ALGORITHMS), rsa_public_key: publicKey, tags, ...notes },
  [...ALWAYS, 'secret', 'consumer'],
);

const consumer = object(
  { username: text(), tags, ...notes, plugins: pluginsIn('consumer'), jwt_secrets: optional(list(secret), []) },
  [
    ...[...ALWAYS, 'custom_id', 'keyauth_credentials', 'basicauth_credentials', 'hmacauth_credentials', 'acls'],
    'oauth2_credentials',
  ],
);

const file = object(
  {
    _format_version: oneOf(['3.0'], ['1.1', '2.1']),
    _transform: optional(boolean, true),
    ...notes,
    plugins: pluginsIn('file'),
    consumers: optional(list(consumer), []),
    services: optional(list(service), []),
  },
  [
    ...['routes', 'upstreams', 'targets', 'certificates', 'snis', 'ca_certificates', 'vaults', 'keys', 'key_sets'],
    ...['jwt_secrets', 'keyauth_credentials', 'basicauth_credentials', 'hmacauth_credentials', 'acls', 'tags'],
    ...['oauth2_credentials', 'oauth2_tokens', 'oauth2_authorization_codes', 'filter_chains', 'acme_storage'],
  ],
);

export type Route = ReturnType<typeof route>;
export type Service = ReturnType<typeof service>;
export type File = ReturnType<typeof file>;

/** The file, with all plugins in one list, each knowing where it is bound. */
export type Declaration = File;

/** Reads Kong's file, or throws a Refused that names every place the stand-in can't do as Kong would. */
export function parseDeclaration(yaml: string): Declaration {
  const declaration = withAllPlugins(file(parse(yaml, { version: '1.1' }), ''));
  const problems = clashes(declaration);
  if (problems.length > 0) throw new Refused(problems);
  return declaration;
}

function withAllPlugins(read: File): Declaration {
  const { plugins, services, consumers } = read;
  const ofConsumers = consumers.flatMap((one) =>
    one.plugins.map((plugin) => ({ ...plugin, at: { consumer: one.username } })),
  );
  const ofServices = services.flatMap((one) => one.plugins.map((plugin) => ({ ...plugin, at: { service: one.name } })));
  const ofRoutes = services.flatMap((one) =>
    one.routes.flatMap((its) => its.plugins.map((plugin) => ({ ...plugin, at: { route: its.name } }))),
  );
  return { ...read, plugins: [...plugins, ...ofConsumers, ...ofServices, ...ofRoutes] };
}

export function credentialsOf(declaration: Declaration): Map<string, Credential> {
  const credentials = declaration.consumers.flatMap(({ username, jwt_secrets }) => {
    const owner = { username, id: idOf('consumers', username) };
    return jwt_secrets.map(({ key, rsa_public_key }) => [key, { consumer: owner, publicKey: rsa_public_key }] as const);
  });
  return new Map(credentials);
}
