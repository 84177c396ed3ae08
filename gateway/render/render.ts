import { parse, stringify } from 'yaml';
import type { PublicKey } from './keys';
import type { RedisFields } from './redis';
import { BadSettings, type RenderSettings } from './settings';

/** The parts of kong.yml that rendering touches; all else passes through as it is. */
interface Plugin {
  name: string;
  tags?: string[];
  config?: {
    minute?: number;
    policy?: string;
    redis?: RedisFields;
    traces_endpoint?: string;
    sampling_rate?: number;
  };
}
interface Route {
  name: string;
  plugins?: Plugin[];
}
interface Service {
  name: string;
  url: string;
  routes?: Route[];
  plugins?: Plugin[];
}
interface Consumer {
  username: string;
  plugins?: Plugin[];
  jwt_secrets?: { key: string; algorithm: string; rsa_public_key: string; tags?: string[] }[];
}
export interface Template {
  plugins?: Plugin[];
  consumers: Consumer[];
  services: Service[];
}

const CONSUMER = 'tradewind-users';
const OUTSIDE = 'outside-issuer';
const HEADING = '# Written by gateway/render from gateway/kong.yml: change that file, not this one.\n';

/** Kong reads YAML 1.1, in which a bare `on` is a boolean and an unquoted 3.0 is a number. */
const YAML = { version: '1.1' } as const;

export function parseTemplate(text: string): Template {
  return parse(text, YAML) as Template;
}

export function upstreamHosts(template: Template): string[] {
  return [...new Set(template.services.map((service) => new URL(service.url).hostname))];
}

export function render(template: Template, settings: RenderSettings, keys: readonly PublicKey[]): string {
  const file = structuredClone(template);
  addKeys(file, keys);
  setLimits(file, settings);
  setTraces(file, settings.traces);
  for (const service of file.services) service.url = moved(service.url, settings.upstreams);
  return HEADING + stringify(file, { ...YAML, aliasDuplicateObjects: false, lineWidth: 0 });
}

function addKeys(file: Template, keys: readonly PublicKey[]): void {
  const consumer = file.consumers.find(({ username }) => username === CONSUMER);
  if (!consumer) throw new BadSettings([`kong.yml has no consumer ${CONSUMER} to give the keys to`]);
  consumer.jwt_secrets = keys.map(({ kid, pem, outside }) => ({
    key: kid,
    algorithm: 'RS256',
    rsa_public_key: pem,
    ...(outside && { tags: [OUTSIDE] }),
  }));
}

/** The keys of the outside issuer in a file that was rendered before. */
export function outsideKeysIn(file: Template): PublicKey[] {
  const secrets = file.consumers.flatMap(({ jwt_secrets }) => jwt_secrets ?? []);
  return secrets
    .filter(({ tags }) => tags?.includes(OUTSIDE))
    .map(({ key, rsa_public_key }) => ({ kid: key, pem: rsa_public_key, outside: true }));
}

function setLimits(file: Template, { limits, redis }: RenderSettings): void {
  const problems: string[] = [];
  for (const plugin of allPlugins(file).filter(({ name }) => name === 'rate-limiting')) {
    const limit = plugin.tags?.map((tag) => limits.get(tag)).find((found) => found !== undefined);
    if (limit === undefined)
      problems.push(`kong.yml: rate-limiting needs one of the tags ${[...limits.keys()].join(', ')}`);
    else plugin.config = { ...plugin.config, minute: limit, ...(redis && { policy: 'redis', redis }) };
  }
  if (problems.length > 0) throw new BadSettings(problems);
}

function setTraces(file: Template, traces: RenderSettings['traces']): void {
  file.plugins = file.plugins?.filter(({ name }) => traces || name !== 'opentelemetry');
  const plugin = file.plugins?.find(({ name }) => name === 'opentelemetry');
  if (plugin && traces)
    plugin.config = { ...plugin.config, traces_endpoint: traces.endpoint, sampling_rate: traces.samplingRate };
}

function allPlugins(file: Template): Plugin[] {
  const holders = [file, ...file.consumers, ...file.services, ...file.services.flatMap(({ routes }) => routes ?? [])];
  return holders.flatMap(({ plugins }) => plugins ?? []);
}

function moved(url: string, upstreams: RenderSettings['upstreams']): string {
  const from = new URL(url);
  const to = upstreams.get(from.hostname);
  return to ? to.origin + from.pathname : url;
}
