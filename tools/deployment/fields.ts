import { join } from 'node:path';
import {
  type CompilerHost,
  type CompilerOptions,
  createCompilerHost,
  createProgram,
  createSourceFile,
  type Diagnostic,
  flattenDiagnosticMessageText,
  getPreEmitDiagnostics,
  ModuleKind,
  ModuleResolutionKind,
  ScriptTarget,
} from 'typescript';
import type { KubernetesObject } from './objects';

/** Where the types of an API group are in the package kubernetes-types. */
const MODULES: Record<string, string> = {
  v1: 'core/v1',
  'apps/v1': 'apps/v1',
  'autoscaling/v2': 'autoscaling/v2',
  'batch/v1': 'batch/v1',
  'networking.k8s.io/v1': 'networking/v1',
  'policy/v1': 'policy/v1',
};

const OPTIONS: CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  types: [],
  lib: ['lib.es5.d.ts'],
  target: ScriptTarget.ES2023,
  module: ModuleKind.ESNext,
  moduleResolution: ModuleResolutionKind.Bundler,
};

/** Whether the fields of such an object can be checked; those of operators have no types here. */
export function isChecked({ apiVersion }: KubernetesObject): boolean {
  return apiVersion in MODULES;
}

/**
 * What is wrong with the objects' fields: unknown or missing ones, values of another type. The compiler finds it, as each
 * object becomes a literal of its Kubernetes type, and a literal may not have a field that its type does not know.
 */
export function fieldComplaints(objects: KubernetesObject[], folder = __dirname): string[] {
  const file = join(folder, 'rendered-objects.ts');
  const source = objects.map(literal).join('\n');
  const base = createCompilerHost(OPTIONS);
  const host: CompilerHost = {
    ...base,
    fileExists: (name) => name === file || base.fileExists(name),
    readFile: (name) => (name === file ? source : base.readFile(name)),
    getSourceFile: (name, version, ...rest) =>
      name === file ? createSourceFile(name, source, version) : base.getSourceFile(name, version, ...rest),
  };
  return getPreEmitDiagnostics(createProgram([file], OPTIONS, host)).map((found) => complaint(found, objects));
}

/** One line per object, so that a line of the compiler's is the number of an object. */
function literal(object: KubernetesObject, index: number): string {
  const type = `import('kubernetes-types/${MODULES[object.apiVersion]}').${object.kind}`;
  return `export const o${index}: ${type} = ${JSON.stringify(object)};`;
}

function complaint({ file, start = 0, messageText }: Diagnostic, objects: KubernetesObject[]): string {
  const index = file?.getLineAndCharacterOfPosition(start).line ?? -1;
  const { kind, metadata } = objects[index] ?? { kind: 'the check itself', metadata: { name: '' } };
  return `${kind} ${metadata.name}: ${flattenDiagnosticMessageText(messageText, ' ')}`;
}
