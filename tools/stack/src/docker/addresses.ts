import type { Layout } from '../layout';
import type { Secrets } from '../secrets';
import { SERVICES } from '../services';
import { type PortWish, choosePorts } from '../machine/ports';
import { type Settings, portSetting } from '../settings';
import { isInContainers, readAnyState } from '../state';
import { containersOf } from './containers';
import { postgresUrl, rabbitmqUiUrl, rabbitmqUrl, redisUrl } from './env-files';
import type { ComposeService, PublishedPort } from './model';

const KONG_TLS = 8443;

/** What is published goes to these ports, or to the next free ones. What runs keeps its own. */
export async function portsFor(
  services: readonly ComposeService[],
  settings: Settings,
  running: Record<string, number>,
  note: (line: string) => void,
): Promise<Record<string, number>> {
  const wishes = portWishes(services, settings);
  const open = wishes.filter(({ name, preferred, fixed }) => (fixed ? running[name] !== preferred : !running[name]));
  const chosen = await choosePorts(open);
  for (const { name, preferred } of open) {
    if (chosen[name] !== preferred) note(`Port ${preferred} is taken: ${name} is ${chosen[name]}`);
  }
  return { ...running, ...chosen };
}

/** The ports that these services want to be published at. */
export function portWishes(services: readonly ComposeService[], settings: Settings): PortWish[] {
  return services.flatMap(({ ports }) => ports.map((port) => wishOf(port, settings)));
}

function wishOf({ setting, preferred }: PublishedPort, settings: Settings): PortWish {
  const set = portSetting(settings, setting);
  return { name: setting, preferred: set ?? preferred, fixed: set !== undefined };
}

/** The ports that the running containers hold. */
export function portsInUse(
  { state: path }: Layout,
  project: string,
  services: readonly ComposeService[],
): Record<string, number> {
  const state = readAnyState(path);
  if (!state || !isInContainers(state)) return {};
  const up = containersOf(project).filter(({ status }) => status === 'running');
  return portsHeld(services, state.ports, (name) => up.some(({ service }) => service === name));
}

/** The ports that these services hold at the moment, of those that were given out before. */
export function portsHeld(
  services: readonly ComposeService[],
  given: Record<string, number>,
  isUp: (service: string) => boolean,
): Record<string, number> {
  const settings = services
    .filter(({ name }) => isUp(name))
    .flatMap(({ ports }) => ports.map(({ setting }) => setting));
  return Object.fromEntries(settings.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]])));
}

/** Where people and tests find what is published, by the names that a native system uses. */
export function urlsFor(
  services: readonly ComposeService[],
  ports: Record<string, number>,
  secrets: Secrets,
): Record<string, string> {
  const all = services.flatMap(({ name, isBuilt, ports: published }) =>
    published
      .filter(({ target }) => !(isBuilt && target === KONG_TLS)) // our stand-in for Kong speaks no TLS
      .map(({ setting, target }) => addressOf(name, target, `127.0.0.1:${ports[setting]}`, secrets)),
  );
  return Object.fromEntries(all);
}

function addressOf(service: string, target: number, address: string, secrets: Secrets): [string, string] {
  const web: [string, string] = [service, `http://${address}`];
  switch (`${service}:${target}`) {
    case `gateway:${KONG_TLS}`:
      return ['gatewayTls', `https://${address}`];
    case 'rabbitmq:15672':
      return ['rabbitmqUi', rabbitmqUiUrl(secrets, address)];
    case 'rabbitmq:5672':
      return ['rabbitmq', rabbitmqUrl(secrets, address)];
    case 'postgres:5432':
      return ['postgres', postgresUrl(secrets, address)];
    case 'redis:6379':
      return ['redis', redisUrl(secrets, address)];
    default:
      return web;
  }
}

/** Of our own: those that people want to read the logs of. */
export function namesOfOurs(services: readonly ComposeService[]): string[] {
  const ours = new Set(['gateway', ...SERVICES.map(({ name }) => name)]);
  return services.map(({ name }) => name).filter((name) => ours.has(name));
}
