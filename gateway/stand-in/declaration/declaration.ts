import { createPublicKey, type KeyObject } from 'node:crypto';
import { v5 as uuidOf } from 'uuid';
import { parse } from 'yaml';
import { normalise } from '../path';
import { pluginAt } from '../plugins';
import { tags, type Binding, type Credential, type Scope } from '../plugins/plugin';
import { boolean, integer, list, object, oneOf, optional, Refused, refuse, text, type Reader } from './shape';

const name = text(/^[A-Za-z0-9._~-]+$/, 'must be a name of letters, digits, dots, dashes or underscores');
const pluginsAt = (scope: Scope): Reader<Binding[]> => optional(list(pluginAt(scope)), []);

const method = text(/^[A-Z-]+$/, 'must be an HTTP method');

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
  const plain = url?.protocol === 'http:' && `${url.username}${url.password}${url.search}${url.hash}` === '';
  return url && plain ? url : refuse(place, 'must be an http:// address', value);
};

const publicKey: Reader<KeyObject> = (value, place) => {
  try {
    const key = createPublicKey(text()(value, place));
    return key.asymmetricKeyType === 'rsa' ? key : refuse(place, 'must be an RSA key');
  } catch (error) {
    if (error instanceof Refused) throw error;
    return refuse(place, 'must be a public key in PEM form');
  }
};

const route = object({
  name,
  tags,
  methods: optional(list(method), undefined),
  paths: list(path),
  strip_path: optional(boolean, true),
  preserve_host: optional(oneOf(false), false),
  // Answers are always streamed and request bodies always read first: Kong's other choices differ in memory, not in what is seen.
  response_buffering: optional(boolean, true),
  request_buffering: optional(oneOf(true), true),
  plugins: pluginsAt('route'),
});

const service = object({
  name,
  tags,
  url: upstream,
  retries: integer(0, 32767),
  connect_timeout: integer(1),
  write_timeout: integer(1),
  read_timeout: integer(1),
  routes: optional(list(route), []),
  plugins: pluginsAt('service'),
});

const consumer = object({
  username: name,
  tags,
  plugins: pluginsAt('consumer'),
  jwt_secrets: optional(list(object({ key: text(), algorithm: oneOf('RS256'), rsa_public_key: publicKey, tags })), []),
});

const file = object({
  _format_version: oneOf('3.0'),
  plugins: pluginsAt('global'),
  consumers: optional(list(consumer), []),
  services: list(service),
});

export type Route = ReturnType<typeof route>;
export type Service = ReturnType<typeof service>;
export type Declaration = ReturnType<typeof file>;

/** Reads Kong's file, or throws a Refused that names every place the stand-in can't do as Kong would. */
export function parseDeclaration(yaml: string): Declaration {
  const declaration = file(parse(yaml, { version: '1.1' }), '');
  const problems = clashes(declaration);
  if (problems.length > 0) throw new Refused(problems);
  return declaration;
}

function clashes({ plugins, consumers, services }: Declaration): string[] {
  const routes = services.flatMap((one) => one.routes);
  const places = [{ plugins }, ...consumers, ...services, ...routes];
  const connectTimeouts = new Set(services.map((one) => one.connect_timeout));
  return [
    ...twice(
      'services',
      services.map((one) => one.name),
    ),
    ...twice(
      'routes',
      routes.map((one) => one.name),
    ),
    ...twice(
      'consumers',
      consumers.map((one) => one.username),
    ),
    ...twice(
      'jwt_secrets',
      consumers.flatMap((one) => one.jwt_secrets.map(({ key }) => key)),
    ),
    ...places.flatMap((place) =>
      twice(
        'plugins of one place',
        place.plugins.map((plugin) => plugin.name),
      ),
    ),
    ...(connectTimeouts.size > 1 ? ['services: only one connect_timeout for all of them is implemented'] : []),
  ];
}

function twice(what: string, names: readonly string[]): string[] {
  const repeated = new Set(names.filter((one, index) => names.indexOf(one) !== index));
  return [...repeated].map((one) => `${what}: "${one}" is there twice`);
}

const KONG_NAMESPACE = 'fd02801f-0957-4a15-a55a-c8d9606f30b5';

/** Kong derives the ids that the file does not give from the names, so they are the same here and after each start. */
export function credentialsOf(declaration: Declaration): Map<string, Credential> {
  const credentials = declaration.consumers.flatMap(({ username, jwt_secrets }) => {
    const owner = { username, id: uuidOf(username, uuidOf('consumers', KONG_NAMESPACE)) };
    return jwt_secrets.map(({ key, rsa_public_key }) => [key, { consumer: owner, publicKey: rsa_public_key }] as const);
  });
  return new Map(credentials);
}
