import { OpenAPIObject } from '@nestjs/swagger';
import { Policy, POLICY_IN_DOCUMENT } from './auth';

type Schema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];
type Operation = NonNullable<OpenAPIObject['paths'][string]['get']> & { [POLICY_IN_DOCUMENT]?: Policy };

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
const PROBLEM = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };

/** Headers that OpenAPI describes by other means: security, and the media types of an answer. */
const NOT_PARAMETERS = ['authorization', 'accept', 'content-type'];

const problemSchema: Schema = {
  type: 'object',
  description: 'RFC 9457. Some codes have further properties, such as the current price.',
  required: ['type', 'title', 'status', 'detail', 'instance', 'code', 'correlation_id'],
  properties: {
    type: { type: 'string', example: '/problems/order.not-found' },
    title: { type: 'string', example: 'Not Found' },
    status: { type: 'integer', example: 404 },
    detail: { type: 'string' },
    instance: { type: 'string', description: 'The path of the request.' },
    code: { type: 'string', example: 'order.not-found', description: 'What programs can go by.' },
    correlation_id: { type: 'string' },
    errors: {
      type: 'array',
      description: 'The fields that are missing or wrong, with request.invalid.',
      items: {
        type: 'object',
        required: ['field', 'message'],
        properties: { field: { type: 'string', example: 'items.0.quantity' }, message: { type: 'string' } },
      },
    },
  },
};

/** Adds to the document of a service what is true of all its operations: who may call them, and how they refuse. */
export function describeCommonRules(document: OpenAPIObject): OpenAPIObject {
  document.components ??= {};
  document.components.schemas = { ...document.components.schemas, Problem: problemSchema };
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      const operation: Operation | undefined = item[method];
      if (operation) describeOperation(operation, { isWrite: method !== 'get', hasId: path.includes('{') });
    }
  }
  closeBodies(document);
  tellEmptyBodies(document);
  return document;
}

function describeOperation(operation: Operation, kind: { isWrite: boolean; hasId: boolean }): void {
  if (operation[POLICY_IN_DOCUMENT] !== 'public') operation.security = [{ bearer: [] }];
  operation.parameters = operation.parameters?.filter(
    (parameter) => !('name' in parameter && NOT_PARAMETERS.includes(parameter.name.toLowerCase())),
  );
  for (const [status, description] of Object.entries(refusals(operation, kind))) {
    operation.responses[status] ??= { description };
  }
  for (const [status, response] of Object.entries(operation.responses)) {
    if (Number(status) >= 400 && response && 'description' in response) response.content ??= PROBLEM;
  }
}

function refusals(operation: Operation, { isWrite, hasId }: { isWrite: boolean; hasId: boolean }) {
  const takesInput =
    isWrite || (operation.parameters ?? []).some((parameter) => 'in' in parameter && parameter.in !== 'path');
  return {
    ...(takesInput && { 400: 'What was sent is malformed; `errors` names the fields.' }),
    ...(operation[POLICY_IN_DOCUMENT] !== 'public' && { 401: 'No valid access token.', 403: 'Not for this caller.' }),
    ...(hasId && { 404: 'There is nothing by this id, or not for this caller.' }),
    ...(isWrite && {
      409: 'Its state does not allow this.',
      413: 'The body is larger than 256 KB.',
      415: 'The body is not JSON, or is packed.',
      422: 'It makes no sense to the business.',
    }),
    503: 'It cannot be answered now; Retry-After says when to ask again.',
  };
}

/** A body with a property that its schema does not know is refused, in the lists and objects inside it, too. */
function closeBodies({ paths, components }: OpenAPIObject): void {
  const close = (part: unknown): void => {
    for (const name of JSON.stringify(part ?? {}).matchAll(/#\/components\/schemas\/(\w+)/g)) {
      const schema = components?.schemas?.[name[1]!];
      if (!schema || '$ref' in schema || schema.additionalProperties === false) continue;
      schema.additionalProperties = false;
      close(schema);
    }
  };
  for (const item of Object.values(paths)) for (const method of METHODS) close(item[method]?.requestBody);
}

/** A body that needs no property may be left out altogether. */
function tellEmptyBodies({ paths, components }: OpenAPIObject): void {
  for (const body of Object.values(paths).flatMap((item) => METHODS.map((method) => item[method]?.requestBody))) {
    if (!body || '$ref' in body) continue;
    const [, name] = /"#\/components\/schemas\/(\w+)"/.exec(JSON.stringify(body.content)) ?? [];
    const schema = name === undefined ? undefined : components?.schemas?.[name];
    if (schema && !('$ref' in schema)) body.required = (schema.required ?? []).length > 0;
  }
}
