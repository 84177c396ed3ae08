import { ApiDocument } from '../ports/service-documents';

export interface ApiReference extends ApiDocument {
  readonly openapi: '3.0.0';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
}

/** One document of many: paths stay as they are, and a schema name that services use for different things gets theirs in front. */
export function mergeDocuments(documents: ReadonlyMap<string, ApiDocument | undefined>): ApiReference {
  const missing = [...documents].filter(([, document]) => !document).map(([service]) => service);
  const shared = sharedNames([...documents.values()]);
  const renamed = [...documents].map(([service, document]) => withPrefix(document ?? {}, service, shared));
  return {
    openapi: '3.0.0',
    info: { title: 'Tradewind', version: '1', description: describe(missing) },
    paths: mergeAll(renamed.map(({ paths }) => paths)),
    components: {
      schemas: mergeAll(renamed.map(({ components }) => components?.schemas)),
      securitySchemes: mergeAll(renamed.map(({ components }) => components?.securitySchemes)),
    },
  };
}

function describe(missing: readonly string[]): string {
  const all =
    'Everything that the services behind the gateway offer. What the gateway refuses by itself (no good token, too many ' +
    'requests, too large, malformed) it answers in its own form, `{"message": ...}` or plain text.';
  return missing.length === 0 ? all : `${all} Left out, as they do not answer at the moment: ${missing.join(', ')}.`;
}

/** What is the same everywhere may keep its name, unless it points to something that is not. */
function sharedNames(documents: readonly (ApiDocument | undefined)[]): ReadonlySet<string> {
  const texts = documents
    .flatMap((document) => Object.entries(document?.components?.schemas ?? {}))
    .map(([name, schema]) => ({ name, text: JSON.stringify(schema) }));
  const clashes = texts.filter((one) =>
    texts.some((two) => two !== one && two.name === one.name && (two.text !== one.text || one.text.includes('$ref'))),
  );
  return new Set(clashes.map(({ name }) => name));
}

function withPrefix(document: ApiDocument, service: string, shared: ReadonlySet<string>): ApiDocument {
  const rename = (name: string) => (shared.has(name) ? `${service[0]?.toUpperCase()}${service.slice(1)}${name}` : name);
  const pointed = JSON.parse(JSON.stringify(document), (key, value: unknown) =>
    key === '$ref' && typeof value === 'string' ? value.replace(/[^/]+$/, rename) : value,
  ) as ApiDocument;
  const schemas = Object.entries(pointed.components?.schemas ?? {}).map(
    ([name, schema]) => [rename(name), schema] as const,
  );
  return { ...pointed, components: { ...pointed.components, schemas: Object.fromEntries(schemas) } };
}

function mergeAll(parts: readonly (Readonly<Record<string, unknown>> | undefined)[]): Record<string, unknown> {
  return Object.assign({}, ...parts) as Record<string, unknown>;
}
