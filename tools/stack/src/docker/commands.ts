import { StackError } from '../errors';
import { projectRoot } from '../layout';
import { jsonLine, prettyLine } from '../log-line';
import { done, note, say, table } from '../output';
import type { ContainersState } from '../state';
import { withoutPassword } from '../watch';
import { namesOfOurs } from './addresses';
import { Compose, parsedLogLine } from './compose';
import { type Container, containersOf, isDone } from './containers';
import { findDocker } from './engine';
import { type ComposeService, composeFiles, composeServices } from './model';
import { run } from './run';

/** `make down`, `status`, `logs`, `kill`, and `clean` for a system in containers. */

export function down(state: ContainersState): void {
  const begun = Date.now();
  note('Stopping: the gateway first, then the apps, which drain, then the servers ...');
  stop(state, []);
  done('Everything is stopped. Data is kept in volumes (make clean removes them).', Date.now() - begun);
}

/** Stops everything and removes its volumes and the images that were built. */
export function removeContainers(state: ContainersState): void {
  note('Removing containers, volumes and images ...');
  const docker = findDocker();
  if ('missing' in docker) {
    throw new StackError(`The system's data is in Docker's volumes, but ${docker.missing}.`, ['Start Docker first.']);
  }
  stop(state, ['--volumes']);
  const images = servicesOf(state).filter(({ isBuilt }) => isBuilt);
  run(['docker', 'image', 'rm', ...images.map(({ image }) => image)]);
}

function stop(state: ContainersState, extra: string[]): void {
  const { ok, complaint } = Compose.of(state).run('down', '--remove-orphans', ...extra);
  if (!ok) throw new StackError('Compose could not stop the system.', [complaint, 'See: make status']);
}

export function status(state: ContainersState): void {
  const containers = containersOf(state.project);
  if (!containers.some(({ status: it }) => it === 'running')) {
    say('Not running. Start it with: make up');
    process.exitCode = 1;
    return;
  }
  const rows = containers.map((container) => [
    container.service,
    isDone(container) ? 'done' : (container.health ?? container.status),
    addressOf(state, container),
    container.restarts === 0 ? '' : `restarts ${container.restarts}`,
  ]);
  for (const line of table(rows.sort())) say(line);
}

function addressOf({ urls }: ContainersState, { service }: Container): string {
  const url = urls[service];
  return url === undefined ? '' : withoutPassword(url);
}

/** Follows the logs, until interrupted: for people at a terminal, as JSON into a pipe. */
export async function logs(state: ContainersState, app: string | undefined, asJson: boolean): Promise<void> {
  const services = servicesOf(state);
  if (app !== undefined && !services.some(({ name }) => name === app)) {
    throw new StackError(`There is no log of "${app}".`, [`There are: ${services.map(({ name }) => name).join(', ')}`]);
  }
  if (containersOf(state.project).length === 0) {
    throw new StackError('There are no logs: stopped containers are removed with theirs.', ['Start it with: make up']);
  }
  const wanted = app === undefined ? namesOfOurs(services) : [app];
  const tail = app === undefined ? '10' : '100';
  const show = asJson || !process.stdout.isTTY ? jsonLine : prettyLine;
  const lines = Compose.of(state).lines('logs', '--follow', '--no-color', '--tail', tail, ...wanted);
  for await (const line of lines) {
    const [service, text] = parsedLogLine(line);
    if (service !== '') say(show(service, text));
  }
}

/**
 * Kills a container's process with -9, as a power cut would; its restart policy starts it again. `docker kill` would
 * not do: what somebody has killed on purpose is left alone by the engine.
 */
export function kill(state: ContainersState, app: string | undefined): void {
  const container = killable(state.project, app);
  killHard(container.pid);
  say(`${app} (pid ${container.pid}) is killed; the engine starts it again.`);
}

function killable(project: string, app: string | undefined): Container {
  const running = containersOf(project).filter(({ status: it }) => it === 'running');
  const found = running.find(({ service }) => service === app);
  if (found) return found;
  const names = running.map(({ service }) => service).sort();
  throw new StackError(`There is no "${app ?? ''}" to kill.`, [
    names.length > 0 ? `Say which: make kill APP=payment; there are ${names.join(', ')}` : 'Start it with: make up',
  ]);
}

/** The engine's machine may be another than this one, so the signal is sent from a container that sees all its processes. */
export function killHard(pid: number): void {
  const signal = ['node', '-e', `process.kill(${pid}, 'SIGKILL')`];
  const isolated = ['--rm', '--pid', 'host', '--user', '0', '--network', 'none', '--no-healthcheck'];
  const { ok, complaint } = run(['docker', 'run', ...isolated, 'tradewind/tools:local', ...signal]);
  if (!ok) throw new StackError(`Process ${pid} could not be killed.`, [complaint]);
}

function servicesOf({ settings }: ContainersState): ComposeService[] {
  return composeServices(composeFiles(projectRoot(), settings), settings);
}
