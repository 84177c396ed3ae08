import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { projectRoot } from '../stack/src/layout';
import { findProgram } from '../stack/src/machine/programs';
import { type KubernetesObject, objectsIn } from './objects';

/** Programs are started: on a busy machine that takes its time. */
export const PATIENCE_MS = 60_000;
export const KUBERNETES = 'deployment/kubernetes';
export const OVERLAYS = ['local', 'production'] as const;
export type Overlay = (typeof OVERLAYS)[number];

export interface Kustomization {
  resources?: string[];
  components?: string[];
  images?: { name: string; newName?: string; newTag: string }[];
  patches?: { path?: string; target?: { kind?: string }; patch?: string }[];
  configMapGenerator?: Generator[];
  secretGenerator?: Generator[];
}

interface Generator {
  files?: string[];
  envs?: string[];
}

export function kustomizationOf(folder: string): Kustomization {
  return parse(readFileSync(join(folder, 'kustomization.yaml'), 'utf8')) as Kustomization;
}

/** The files that a kustomization makes ConfigMaps and secrets from. */
export function sourcesOf({ configMapGenerator = [], secretGenerator = [] }: Kustomization): string[] {
  return [...configMapGenerator, ...secretGenerator].flatMap(({ files = [], envs = [] }) => [...files, ...envs]);
}

/** The command that renders a kustomization, if this machine has one. */
export function renderer(): string[] | undefined {
  const kubectl = findProgram('kubectl');
  if (kubectl) return [kubectl, 'kustomize'];
  const kustomize = findProgram('kustomize');
  return kustomize ? [kustomize, 'build'] : undefined;
}

/** A copy of the manifests at the place where they are in a checkout, without what was generated there. */
export function copyOfManifests(): string {
  const copy = mkdtempSync(join(tmpdir(), 'manifests-'));
  cpSync(join(projectRoot(), KUBERNETES), join(copy, KUBERNETES), {
    recursive: true,
    filter: (source) => !source.endsWith('/generated'),
  });
  return copy;
}

/** The same with stand-ins for the generated files: accounts that nobody has, and kong.yml as it is. */
export function renderableCopy(): string {
  const copy = copyOfManifests();
  for (const overlay of OVERLAYS) {
    const folder = join(copy, KUBERNETES, 'overlays', overlay);
    for (const name of sourcesOf(kustomizationOf(folder))) standIn(join(folder, name));
  }
  return copy;
}

function standIn(path: string): void {
  const account = 'username=somebody\npassword=something\n';
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, path.endsWith('/kong.yml') ? readFileSync(join(projectRoot(), 'gateway/kong.yml')) : account);
}

/** All objects of an overlay, as they would be sent to a cluster. */
export function render([program, ...args]: string[], copy: string, overlay: Overlay): KubernetesObject[] {
  const folder = join(copy, KUBERNETES, 'overlays', overlay);
  return objectsIn(execFileSync(program!, [...args, folder], { encoding: 'utf8' }));
}
