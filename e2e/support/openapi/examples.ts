import { type Operation, resolved, type Schema } from './documents';

/** The smallest value of a schema that its examples make up: what is optional is left out. */
export function exampleOf(schema: Schema, operation: Pick<Operation, 'schemas'>): unknown {
  const {
    example,
    type,
    enum: values,
    properties = {},
    required = [],
    items,
    minItems = 0,
  } = resolved(schema, operation);
  if (example !== undefined) return example;
  if (values) return values[0];
  switch (type) {
    case 'object':
      return Object.fromEntries(required.map((name) => [name, exampleOf(properties[name]!, operation)]));
    case 'array':
      return Array.from({ length: minItems }, () => exampleOf(items!, operation));
    case 'integer':
    case 'number':
      return 1;
    case 'boolean':
      return true;
    case 'string':
    case undefined:
      return 'text';
  }
}

/** The parameters that an operation asks for, as a query. */
export function queryOf(operation: Operation): string {
  const needed = operation.parameters.filter((parameter) => parameter.in === 'query' && parameter.required);
  const query = needed.map(({ name, schema }) => `${name}=${encodeURIComponent(String(exampleOf(schema, operation)))}`);
  return query.length > 0 ? `?${query.join('&')}` : '';
}
