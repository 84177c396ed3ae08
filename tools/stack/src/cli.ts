import { join } from 'node:path';
import { readArguments } from './args';
import { chooseEngine, engineWish, questionsFor } from './choose-engine';
import { clean } from './commands/clean';
import { doctor } from './commands/doctor';
import { down } from './commands/down';
import { kill } from './commands/kill';
import { logs } from './commands/logs';
import { reloadGateway } from './commands/reload-gateway';
import { rotateKeys } from './commands/rotate-keys';
import { servers } from './commands/servers';
import { status } from './commands/status';
import { up } from './commands/up';
import * as containers from './docker/commands';
import { likeWhatRuns } from './docker/last';
import { reloadGateway as reloadGatewayInContainers } from './docker/reload-gateway';
import { rotateKeys as rotateKeysInContainers } from './docker/rotate-keys';
import { makeSecrets } from './docker/env-files';
import { up as upInContainers } from './docker/up';
import { done, note, reportAndExit } from './output';
import { layoutOf, projectRoot } from './layout';
import { type Settings, loadSettings } from './settings';
import { type ContainersState, isInContainers, readAnyState } from './state';

async function main(): Promise<void> {
  const { command, home, app, freePorts, json, signsIn } = readArguments(
    process.argv.slice(2),
    join(projectRoot(), '.local'),
  );
  const settings = loadSettings();
  switch (command) {
    case 'up':
      return start(home, settings);
    case 'servers':
      return servers(home, freePorts, settings);
    case 'doctor':
      return doctor(home, likeWhatRuns(layoutOf(home), settings));
    case 'clean':
      return clean(home);
    case 'secrets':
      return secrets(home, settings);
    case 'down':
      return whatWasStarted(home).down();
    case 'status':
      return whatWasStarted(home).status();
    case 'kill':
      return whatWasStarted(home).kill(app);
    case 'logs':
      return whatWasStarted(home).logs(app, json);
    case 'rotate-keys':
      return whatWasStarted(home).rotateKeys(signsIn);
    case 'reload-gateway':
      return whatWasStarted(home).reloadGateway();
  }
}

async function start(home: string, given: Settings): Promise<void> {
  const settings = likeWhatRuns(layoutOf(home), given);
  const choice = await chooseEngine(settings, questionsFor(home, settings, note));
  if (engineWish(settings) === 'auto') {
    note(`Engine: ${choice.name}, because ${choice.reason} (ENGINE=docker or ENGINE=native decides)`);
  }
  return choice.name === 'docker' ? upInContainers(home, settings, choice.docker) : up(home, settings);
}

function secrets(home: string, settings: Settings): void {
  makeSecrets(layoutOf(home), settings);
  done(`Keys and passwords for docker compose are in ${layoutOf(home).compose}`);
}

/** The commands for a system that was started, on the engine that it was started on. */
interface Started {
  down: () => void | Promise<void>;
  status: () => void;
  kill: (app?: string) => void;
  logs: (app: string | undefined, asJson: boolean) => Promise<void>;
  rotateKeys: (signsIn: string) => Promise<void>;
  reloadGateway: () => Promise<void>;
}

function whatWasStarted(home: string): Started {
  const state = readAnyState(layoutOf(home).state);
  return state && isInContainers(state) ? inContainers(state) : natively(home);
}

function inContainers(state: ContainersState): Started {
  return {
    down: () => containers.down(state),
    status: () => containers.status(state),
    kill: (app) => containers.kill(state, app),
    logs: (app, asJson) => containers.logs(state, app, asJson),
    rotateKeys: (signsIn) => rotateKeysInContainers(state, signsIn),
    reloadGateway: () => reloadGatewayInContainers(state),
  };
}

function natively(home: string): Started {
  return {
    down: () => down(home),
    status: () => status(home),
    kill: (app) => kill(home, app),
    logs: (app, asJson) => logs(home, app, asJson),
    rotateKeys: (signsIn) => rotateKeys(home, signsIn),
    reloadGateway: () => reloadGateway(home),
  };
}

// `make logs | head` closes the pipe early; that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

main().catch(reportAndExit);
