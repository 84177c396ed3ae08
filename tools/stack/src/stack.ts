import { spawn } from 'node:child_process';
import { mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { type AppContext, adminOf, localUrl } from './app-env';
import { gatewayProcess, presentApps, serviceProcess } from './app-processes';
import { ensureSigningKey } from './apps';
import { writeJson } from './files';
import { type Layout, layoutOf } from './layout';
import { withLock } from './lock';
import { HOME_MARK, NAME_MARK, isAlive } from './machine/identity';
import { type PortWish, anywhere, choosePorts } from './machine/ports';
import type { DatabasePlan, Plan, ProcessSpec } from './plan';
import { type Secrets, loadSecrets } from './secrets';
import { requireSecretsOfData } from './servers/place';
import {
  type ServerChoice,
  chooseServers,
  ensureInstalled,
  serverPorts,
  serverProcesses,
  serverUrls,
} from './servers/servers';
import { GATEWAY, SERVICES, type Service } from './services';
import { type Settings, checkEngine, portSetting } from './settings';
import { type StackState, readState } from './state';
import { stopLeftovers, stopStack } from './stop';
import { type Watcher, awaitPlan } from './watch';

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

/** A started stack, as its caller needs it. */
export interface RunningStack {
  state: StackState;
  statePath: string;
  admin: { email: string; password: string };
  /** True if this call started the supervisor; false if it ran already. */
  startedHere: boolean;
}

/**
 * Starts a stack, or completes one that runs: what is missing is started, what has changed is restarted.
 *
 *     const stack = await startStack({ home: '.local/test', ports: 'free', apps: 'all', durable: false, settings }, watcher);
 */
export async function startStack(wish: StackWish, watcher: Watcher): Promise<RunningStack> {
  checkEngine(wish.settings);
  const layout = layoutOf(wish.home);
  return withLock(layout.lock, () => startLocked(wish, layout, watcher));
}

async function startLocked(wish: StackWish, layout: Layout, watcher: Watcher): Promise<RunningStack> {
  const choice = wish.ownServers ? {} : chooseServers(wish.settings);
  await ensureInstalled(choice, watcher.note);
  watcher.throwIfInterrupted();
  const running = await runningState(layout, watcher);
  const plan = await writePlan(wish, layout, choice, running, watcher);
  if (running) process.kill(running.supervisor.pid, 'SIGHUP');
  else launchSupervisor(layout);
  watcher.started(!running);
  const state = await awaitPlan(layout, plan, watcher);
  const admin = adminOf(wish.settings, loadSecrets(layout.secrets, []));
  return { state, statePath: layout.state, admin, startedHere: !running };
}

/** The state of a supervisor that can take a new plan. One on its way out is waited for, leftovers of a dead one are stopped. */
async function runningState(layout: Layout, watcher: Watcher): Promise<StackState | undefined> {
  const state = readState(layout.state);
  const alive = state !== undefined && isAlive(state.supervisor);
  if (alive && (state.phase === 'ready' || state.phase === 'starting')) return state;
  if (alive) await stopStack(layout, watcher.note);
  await stopLeftovers(layout, watcher.note);
  return undefined;
}

async function writePlan(
  wish: StackWish,
  layout: Layout,
  choice: ServerChoice,
  running: StackState | undefined,
  watcher: Watcher,
): Promise<Plan> {
  const { services, withGateway } = chosenApps(wish.apps);
  const names = services.map(({ name }) => name);
  requireSecretsOfData(layout);
  const secrets = loadSecrets(layout.secrets, names);
  const wishes = [...serverPorts(choice, wish.settings), ...appPorts(wish.settings)];
  const ports = await portsFor(wish, wishes, running);
  for (const { name, preferred } of wishes) {
    if (wish.ports === 'default' && !running && ports[name] !== preferred) {
      watcher.note(`Port ${preferred} is taken: ${name} uses ${ports[name]}`);
    }
  }
  const urls = serverUrls({ choice, ports, secrets });
  const { settings } = wish;
  const context = { layout, settings, secrets, ports, postgresUrl: urls.postgres, rabbitmqUrl: urls.rabbitmq };
  if (names.includes('user')) ensureSigningKey(layout);
  const plan: Plan = {
    generation: Date.now(),
    home: layout.home,
    processes: [
      ...serverProcesses({ layout, ports, secrets, durable: wish.durable, choice }),
      ...appProcesses(services, withGateway, context),
    ],
    databases: databasePlan(services, secrets, urls.postgres),
    ports,
    urls: { ...appUrls(names, withGateway, ports), ...urls },
  };
  writeJson(layout.plan, plan);
  return plan;
}

function chosenApps(apps: StackWish['apps']): { services: Service[]; withGateway: boolean } {
  if (apps === 'none') return { services: [], withGateway: false };
  const { services, hasGateway } = presentApps();
  if (apps === 'all') return { services, withGateway: hasGateway };
  return {
    services: services.filter(({ name }) => apps.includes(name)),
    withGateway: hasGateway && apps.includes(GATEWAY.name),
  };
}

function appPorts(settings: Settings): PortWish[] {
  return [GATEWAY, ...SERVICES].map(({ name, port }) => {
    const set = portSetting(settings, `${name.toUpperCase()}_PORT`);
    return { name, preferred: set ?? port, fixed: set !== undefined };
  });
}

/** A running stack keeps its ports; only what is new to it gets one. */
async function portsFor(
  wish: StackWish,
  wishes: PortWish[],
  running: StackState | undefined,
): Promise<Record<string, number>> {
  const kept = running?.ports ?? {};
  const open = wishes.filter(({ name }) => kept[name] === undefined);
  return { ...kept, ...(await choosePorts(wish.ports === 'free' ? anywhere(open) : open)) };
}

function appProcesses(services: Service[], withGateway: boolean, context: AppContext): ProcessSpec[] {
  const own = services.map((service) => serviceProcess(service, context));
  return withGateway ? [...own, gatewayProcess(context)] : own;
}

function databasePlan(services: Service[], secrets: Secrets, adminUrl: string): DatabasePlan {
  const databases = services.flatMap(({ name, database }) =>
    database ? [{ database: database.name, role: database.role, password: secrets.databasePasswords[name] ?? '' }] : [],
  );
  return { adminUrl, databases };
}

function appUrls(names: string[], withGateway: boolean, ports: Record<string, number>): Record<string, string> {
  const all = withGateway ? [GATEWAY.name, ...names] : names;
  return Object.fromEntries(all.map((name) => [name, localUrl(ports[name])]));
}

function launchSupervisor(layout: Layout): void {
  mkdirSync(layout.logs, { recursive: true });
  const log = openSync(join(layout.logs, 'supervisor.log'), 'a', 0o600);
  const child = spawn(process.execPath, [join(__dirname, 'supervisor/main.js'), layout.plan], {
    detached: true,
    stdio: ['ignore', log, log],
    cwd: layout.home,
    env: { ...process.env, [HOME_MARK]: layout.home, [NAME_MARK]: 'supervisor' },
  });
  child.unref();
}
