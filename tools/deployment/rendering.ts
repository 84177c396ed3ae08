import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../stack/src/layout';
import { findProgram } from '../stack/src/machine/programs';
import { type KubernetesObject, objectsIn } from './objects';

export const KUBERNETES = 'deployment/kubernetes';
export type Overlay = 'local' | 'production';

/** The command that renders a kustomization, if this machine has one. */
export function renderer(): string[] | undefined {
  const kubectl = findProgram('kubectl');
  if (kubectl) return [kubectl, 'kustomize'];
  const kustomize = findProgram('kustomize');
  return kustomize ? [kustomize, 'build'] : undefined;
}

/** A copy of the manifests with all that is generated on the spot: by generate.sh, with kong.yml in place of a rendered one. */
export function preparedCopy(): string {
  const copy = mkdtempSync(join(tmpdir(), 'manifests-'));
  cpSync(join(projectRoot(), KUBERNETES), join(copy, KUBERNETES), {
    recursive: true,
    filter: (source) => !source.endsWith('/generated'),
  });
  const kong = JSON.stringify(join(projectRoot(), 'gateway/kong.yml'));
  mkdirSync(join(copy, 'dist/gateway/render'), { recursive: true });
  writeFileSync(
    join(copy, 'dist/gateway/render/main.js'),
    `require('node:fs').copyFileSync(${kong}, process.env.KONG_DECLARATIVE_CONFIG);\n`,
  );
  generate(copy);
  const production = join(copy, KUBERNETES, 'overlays/production/generated');
  cpSync(join(copy, KUBERNETES, 'overlays/local/generated/kong.yml'), join(production, 'kong.yml'));
  return copy;
}

/** Runs the script that makes a local cluster's secrets. */
export function generate(copy: string): void {
  execFileSync('sh', [join(copy, KUBERNETES, 'overlays/local/generate.sh')], { stdio: 'pipe' });
}

/** All objects of an overlay, as they would be sent to a cluster. */
export function render([program, ...args]: string[], copy: string, overlay: Overlay): KubernetesObject[] {
  const folder = join(copy, KUBERNETES, 'overlays', overlay);
  return objectsIn(execFileSync(program!, [...args, folder], { encoding: 'utf8' }));
}
