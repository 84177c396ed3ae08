import { type AppContext, localUrl } from './app-env';
import { gatewayProcess, presentApps, serviceProcess } from './app-processes';
import { runKeys } from './apps';
import type { Layout } from './layout';
import { type PortWish, anywhere, choosePorts } from './machine/ports';
import type { DatabasePlan, Plan, ProcessSpec } from './plan';
import { type Secrets, loadSecrets } from './secrets';
import { requireSecretsOfData } from './servers/place';
import { type ServerChoice, serverPorts, serverProcesses, serverUrls } from './servers/servers';
import { GATEWAY, GATEWAY_STATUS, SERVICES, type Service } from './services';
import { type Settings, portSetting } from './settings';

/** What to start, and where. */
export interface StackWish {
  /** The folder for everything that this stack writes. Two stacks need two homes. */
  home: string;
  /** `default`: the documented numbers, or the next free ones; `free`: anywhere, beside other stacks. */
  ports: 'default' | 'free';
  apps: 'all' | 'none' | string[];
  /** False trades safety in a crash for speed: for tests. */
  durable: boolean;
  settings: Settings;
  /** True also when the settings name servers that run already. */
  ownServers?: boolean;
}

export interface PlanBasis {
  wish: StackWish;
  layout: Layout;
  choice: ServerChoice;
  /** The ports of the stack if it runs already: it keeps them. */
  runningPorts?: Record<string, number>;
}

interface ChosenApps {
  services: Service[];
  withGateway: boolean;
}

/** Decides everything that the supervisor needs to know, and writes the keys, passwords and files that it refers to. */
export async function makePlan(basis: PlanBasis, note: (line: string) => void): Promise<Plan> {
  const { wish, layout, choice } = basis;
  const apps = chosenApps(wish.apps);
  requireSecretsOfData(layout);
  const secrets = loadSecrets(
    layout.secrets,
    apps.services.map(({ name }) => name),
  );
  const ports = await portsFor(basis, note);
  const urls = serverUrls({ choice, ports, secrets });
  const { postgres: postgresUrl, rabbitmq: rabbitmqUrl, redis: redisUrl } = urls;
  const context = { layout, settings: wish.settings, secrets, ports, postgresUrl, rabbitmqUrl, redisUrl };
  const servers = serverProcesses({ layout, ports, secrets, durable: wish.durable, choice });
  return {
    generation: Date.now(),
    home: layout.home,
    processes: [...servers, ...appProcesses(apps, context)],
    databases: databasePlan(apps.services, secrets, postgresUrl),
    ports,
    urls: { ...appUrls(apps, ports), ...urls },
  };
}

function chosenApps(apps: StackWish['apps']): ChosenApps {
  if (apps === 'none') return { services: [], withGateway: false };
  const { services, hasGateway } = presentApps();
  if (apps === 'all') return { services, withGateway: hasGateway };
  return {
    services: services.filter(({ name }) => apps.includes(name)),
    withGateway: hasGateway && apps.includes(GATEWAY.name),
  };
}

/** A running stack keeps its ports; only what is new to it gets one. */
async function portsFor(
  { wish, choice, runningPorts = {} }: PlanBasis,
  note: (line: string) => void,
): Promise<Record<string, number>> {
  const all = [...serverPorts(choice, wish.settings), ...appPorts(wish.settings)];
  const open = all.filter(({ name }) => runningPorts[name] === undefined);
  if (wish.ports === 'free') return { ...runningPorts, ...(await choosePorts(anywhere(open))) };
  const chosen = await choosePorts(open);
  for (const { name, preferred } of open) {
    if (chosen[name] !== preferred) note(`Port ${preferred} is taken: ${name} uses ${chosen[name]}`);
  }
  return { ...runningPorts, ...chosen };
}

/** The ports that the gateway and the services would like. */
export function appPorts(settings: Settings): PortWish[] {
  return [GATEWAY, GATEWAY_STATUS, ...SERVICES].map(({ name, port }) => {
    const set = portSetting(settings, `${name.toUpperCase()}_PORT`);
    return { name, preferred: set ?? port, fixed: set !== undefined };
  });
}

function appProcesses({ services, withGateway }: ChosenApps, context: AppContext): ProcessSpec[] {
  // The gateway's file needs the public key before the user service runs, which would make it too.
  if (services.some(({ name }) => name === 'user')) runKeys(context.layout.keys, 'ensure');
  const own = services.map((service) => serviceProcess(service, context));
  return withGateway ? [...own, gatewayProcess(context)] : own;
}

function databasePlan(services: Service[], secrets: Secrets, adminUrl: string): DatabasePlan {
  const databases = services.flatMap(({ name, database }) =>
    database ? [{ database: database.name, role: database.role, password: secrets.databasePasswords[name] ?? '' }] : [],
  );
  return { adminUrl, databases };
}

function appUrls({ services, withGateway }: ChosenApps, ports: Record<string, number>): Record<string, string> {
  const names = [...(withGateway ? [GATEWAY.name] : []), ...services.map(({ name }) => name)];
  return Object.fromEntries(names.map((name) => [name, localUrl(ports[name])]));
}
