import { existsSync } from 'node:fs';
import type { Layout } from '../layout';
import { isRunning } from '../running';
import { type Settings, loadSettings } from '../settings';
import { type ContainersState, isInContainers, readAnyState } from '../state';
import { projectName } from './compose';
import { findDocker } from './engine';

/** The system in containers that this home has had last, also if a native one has been started since. */
export function lastContainers({ home, state: path, compose: envFiles }: Layout): ContainersState | undefined {
  const state = readAnyState(path);
  if (state && isInContainers(state)) return state;
  if (!existsSync(envFiles)) return undefined;
  const docker = findDocker();
  if ('missing' in docker) return undefined;
  const project = projectName(loadSettings());
  return { engine: 'docker', home, compose: docker.compose, project, settings: {}, ports: {}, urls: {} };
}

/** What decides which files and services Compose works on: as it was at the start, as long as that system runs. */
export const COMPOSE_SETTINGS = ['COMPOSE_FILE', 'COMPOSE_PATH_SEPARATOR', 'COMPOSE_PROFILES'] as const;

/** The settings, completed by those that the running containers were started with. */
export function likeWhatRuns({ state: path }: Layout, settings: Settings): Settings {
  const state = readAnyState(path);
  if (settings.COMPOSE_FILE !== undefined || !state || !isInContainers(state) || !isRunning(state)) return settings;
  const started = COMPOSE_SETTINGS.flatMap((name) => (state.settings[name] ? [[name, state.settings[name]]] : []));
  return { ...(Object.fromEntries(started) as Settings), ...settings };
}
