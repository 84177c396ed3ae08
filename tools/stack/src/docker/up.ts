import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { adminOf } from '../app-env';
import { addressRows } from '../commands/up';
import { Interrupted, StackError } from '../errors';
import { type Layout, layoutOf, projectRoot } from '../layout';
import { withLock } from '../lock';
import { done, note, paint, say, table } from '../output';
import { loadSecrets } from '../secrets';
import type { Settings } from '../settings';
import { type ContainersState, writeState } from '../state';
import { TerminalWatcher } from '../terminal-watcher';
import { portsFor, portsInUse, urlsFor } from './addresses';
import { buildImages } from './build';
import { Compose, projectName } from './compose';
import { containersOf } from './containers';
import type { DockerEngine } from './engine';
import { makeSecrets } from './env-files';
import { COMPOSE_SETTINGS } from './last';
import { composeFiles, composeServices } from './model';
import { run } from './run';
import { type Start, awaitContainers } from './watch';

/** Builds the images, starts or completes the system in containers, and prints where everything is. */
export async function up(home: string, settings: Settings, docker: DockerEngine): Promise<void> {
  const begun = Date.now();
  const layout = layoutOf(home);
  note(`Starting Tradewind on ${docker.name} ...`);
  const watcher = new TerminalWatcher();
  try {
    const state = await withLock(layout.lock, () => startContainers(layout, settings, docker, watcher));
    done(paint('bold', 'Tradewind is up'), Date.now() - begun);
    printAddresses(layout, settings, state);
  } catch (error) {
    if (error instanceof Interrupted) note('What has started keeps running: make up completes it, make down stops it.');
    throw error;
  } finally {
    watcher.close();
  }
}

async function startContainers(
  layout: Layout,
  settings: Settings,
  docker: DockerEngine,
  watcher: TerminalWatcher,
): Promise<ContainersState> {
  const services = composeServices(composeFiles(projectRoot(), settings), settings);
  const project = projectName(settings);
  requireOwnProject(project);
  requireSecretsOfVolumes(layout, project);
  const secrets = makeSecrets(layout, settings);
  const unpublished = stateOf(layout, settings, docker, { project, ports: {}, urls: {} });
  await interruptible(Compose.of(unpublished), (compose) => buildImages(compose, services, layout, watcher));
  // Only now: a first build takes minutes, in which somebody else may take a port.
  const ports = await portsFor(services, settings, portsInUse(layout, project, services), note);
  const urls = urlsFor(services, ports, secrets);
  const state = stateOf(layout, settings, docker, { project, ports, urls });
  writeState(layout.state, state);
  await interruptible(Compose.of(state), (compose) => bringUp(compose, { project, services, urls }, layout, watcher));
  return state;
}

async function interruptible(compose: Compose, work: (compose: Compose) => Promise<void>): Promise<void> {
  try {
    await work(compose);
  } catch (error) {
    compose.interrupt();
    throw error;
  }
}

function bringUp(
  compose: Compose,
  what: Pick<Start, 'project' | 'services' | 'urls'>,
  layout: Layout,
  watcher: TerminalWatcher,
): Promise<void> {
  const composeLog = join(layout.logs, 'compose.log');
  const start = (): Promise<boolean> => compose.start(composeLog, 'up', '--detach', '--no-build', '--remove-orphans');
  return awaitContainers({ ...what, compose: start, composeLog }, watcher);
}

function stateOf(
  { home }: Layout,
  settings: Settings,
  { compose }: DockerEngine,
  rest: Pick<ContainersState, 'project' | 'ports' | 'urls'>,
): ContainersState {
  const chosen = Object.fromEntries(
    COMPOSE_SETTINGS.flatMap((name) => (settings[name] ? [[name, settings[name]]] : [])),
  );
  const ports = Object.fromEntries(Object.entries(rest.ports).map(([name, port]) => [name, String(port)]));
  return { engine: 'docker', home, compose, settings: { ...chosen, ...ports }, ...rest };
}

/** Two checkouts in folders of the same name would share their containers and data. */
function requireOwnProject(project: string): void {
  const stranger = containersOf(project).find(({ workingDir }) => workingDir !== '' && workingDir !== projectRoot());
  if (!stranger) return;
  throw new StackError(`The compose project "${project}" belongs to ${stranger.workingDir}.`, [
    'Choose another name for this one: COMPOSE_PROJECT_NAME=tradewind2 make up',
  ]);
}

/** Databases keep the passwords that they were made with; new ones would only make that hard to see. */
function requireSecretsOfVolumes({ secrets }: Layout, project: string): void {
  const volume = `${project}_postgres-data`;
  if (existsSync(secrets) || !run(['docker', 'volume', 'inspect', volume]).ok) return;
  throw new StackError(`There is data in the volume ${volume}, but its passwords (${secrets}) are gone.`, [
    `Put the file back, or begin with new data: docker volume rm ${volume} ${project}_rabbitmq-data`,
  ]);
}

function printAddresses(layout: Layout, settings: Settings, state: ContainersState): void {
  const secrets = loadSecrets(layout.secrets, []);
  const admin = adminOf(settings, secrets);
  say();
  for (const line of table(addressRows(state))) say(`      ${line}`);
  say();
  say(`      ADMIN       ${admin.email}  password ${admin.password}`);
  if (state.urls.grafana) say(`      Grafana     admin  password ${secrets.grafanaPassword}`);
  say('      make logs   follows the logs (APP=order: of one app);  make down   stops everything');
}
