import { SERVICES } from '../../../tools/stack/src/services';
import { isInContainers } from '../../../tools/stack/src/state';
import { stackState, urlOf } from '../environment';

/** JSON Schema as OpenAPI 3.0 writes it, as far as our documents use it. */
export interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean';
  readonly nullable?: boolean;
  readonly enum?: readonly unknown[];
  readonly example?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly not?: { readonly enum: readonly unknown[] };
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: boolean;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: Schema;
}

export type Content = Readonly<Record<string, { readonly schema?: Schema }>>;

interface DescribedOperation {
  readonly 'x-policy'?: 'public' | 'signed-in' | 'admin';
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** One thing that a service can be asked for over HTTP, by its own description. */
export interface Operation {
  readonly service: string;
  readonly method: string;
  /** With its parameters: `/api/orders/{id}`. */
  readonly path: string;
  readonly policy: 'public' | 'signed-in' | 'admin';
  readonly parameters: readonly Parameter[];
  readonly body?: Schema;
  readonly responses: DescribedOperation['responses'];
  readonly schemas: Readonly<Record<string, Schema>>;
}

export const nameOf = ({ method, path }: Operation): string => `${method} ${path}`;

/** Everything that is an app of ours and not the gateway, whether this test knows it or not. */
export function services(): string[] {
  const state = stackState();
  if (isInContainers(state)) return SERVICES.map(({ name }) => name);
  const { processes } = state;
  return Object.keys(processes).filter((name) => processes[name]?.kind === 'app' && name !== 'gateway');
}

export async function allOperations(): Promise<Operation[]> {
  return (await Promise.all(services().map(operationsOf))).flat();
}

export async function operationsOf(service: string): Promise<Operation[]> {
  const answer = await fetch(new URL('/openapi.json', urlOf(service)));
  if (!answer.ok) throw new Error(`${service} does not describe itself`);
  const { paths, components } = (await answer.json()) as Document;
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, described]) => {
      const policy = described['x-policy'];
      if (!policy) throw new Error(`${service} does not say who may ${method} ${path}`);
      const body = described.requestBody?.content['application/json']?.schema;
      return {
        ...{ service, method: method.toUpperCase(), path, policy, responses: described.responses },
        parameters: described.parameters ?? [],
        ...(body && { body }),
        schemas: components.schemas,
      };
    }),
  );
}

/** The schema itself, where there may only be a reference to it. */
export function resolved(schema: Schema, { schemas }: Pick<Operation, 'schemas'>): Schema {
  if (schema.$ref === undefined) return schema;
  const found = schemas[schema.$ref.slice('#/components/schemas/'.length)];
  if (!found) throw new Error(`There is no ${schema.$ref}`);
  return found;
}

/** The path of an operation with its parameters filled in; all with the same, or each with its own. */
export function pathOf({ path }: Operation, values: string | Readonly<Record<string, string>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = typeof values === 'string' ? values : values[name];
    if (value === undefined) throw new Error(`${path} needs a ${name}`);
    return encodeURIComponent(value);
  });
}
