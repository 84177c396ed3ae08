import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { parse } from 'yaml';
import type { Settings } from '../settings';

/** A service of the compose files, as far as starting and watching it goes. */
export interface ComposeService {
  readonly name: string;
  readonly image: string;
  /** Built here, from the Dockerfile, not pulled. */
  readonly isBuilt: boolean;
  /** Ends by itself when its work is done. */
  readonly isJob: boolean;
  readonly ports: readonly PublishedPort[];
}

/** `127.0.0.1:${GATEWAY_PORT:-8000}:8000`. */
export interface PublishedPort {
  readonly setting: string;
  readonly preferred: number;
  readonly target: number;
}

interface RawService {
  image?: string;
  build?: unknown;
  restart?: string;
  profiles?: string[];
  ports?: string[];
}

/** Compose's own rule: the files of COMPOSE_FILE, else docker-compose.yml with an override beside it. */
export function composeFiles(root: string, settings: Settings): string[] {
  const { COMPOSE_FILE: set, COMPOSE_PATH_SEPARATOR: separator = delimiter } = settings;
  if (set) return set.split(separator).map((file) => join(root, file));
  const usual = ['docker-compose.yml', 'docker-compose.override.yml'].map((file) => join(root, file));
  return usual.filter((file, index) => index === 0 || existsSync(file));
}

/** The services that these files start with the given profiles: what Compose would make of them, for the keys above. */
export function composeServices(files: readonly string[], settings: Settings): ComposeService[] {
  const active = new Set((settings.COMPOSE_PROFILES ?? '').split(','));
  const merged = new Map<string, RawService>();
  for (const file of files) {
    const { services } = parse(readFileSync(file, 'utf8'), { merge: true }) as { services: Record<string, RawService> };
    for (const [name, raw] of Object.entries(services)) merged.set(name, mergedService(merged.get(name), raw));
  }
  return [...merged]
    .filter(([, { profiles = [] }]) => profiles.length === 0 || profiles.some((profile) => active.has(profile)))
    .map(([name, raw]) => serviceOf(name, raw));
}

function mergedService(base: RawService = {}, over: RawService): RawService {
  return {
    ...base,
    ...over,
    profiles: [...(base.profiles ?? []), ...(over.profiles ?? [])],
    ports: [...(base.ports ?? []), ...(over.ports ?? [])],
  };
}

function serviceOf(name: string, { image = '', build, restart, ports = [] }: RawService): ComposeService {
  return { name, image, isBuilt: build !== undefined, isJob: restart === 'no', ports: ports.flatMap(publishedPort) };
}

function publishedPort(text: string): PublishedPort[] {
  const [, setting, preferred, target] = /\$\{(\w+):-(\d+)\}:(\d+)$/.exec(text) ?? [];
  return setting === undefined ? [] : [{ setting, preferred: Number(preferred), target: Number(target) }];
}

/** The image that ours are built on. */
export function baseImage(root: string): string {
  return /^ARG NODE_IMAGE=(\S+)$/m.exec(readFileSync(join(root, 'Dockerfile'), 'utf8'))?.[1] ?? '';
}
