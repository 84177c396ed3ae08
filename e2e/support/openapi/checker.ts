import Ajv, { type ValidateFunction } from 'ajv';
import { type Operation, resolved, type Schema } from './documents';

type Closing = 'as described' | 'nothing undescribed';

/** Tells what of a value does not fit a schema of a document, one line each. */
export class Checker {
  private readonly ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  private readonly known = new Map<string, ValidateFunction>();

  /** @param closing whether an object may have properties that its schema does not know and does not forbid */
  violations(schema: Schema, value: unknown, operation: Operation, closing: Closing = 'as described'): string[] {
    const validate = this.compiled(schema, operation, closing);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(({ instancePath, message, params }) => {
      const { additionalProperty } = params as { additionalProperty?: string };
      return `${instancePath || 'it'} ${message}${additionalProperty === undefined ? '' : `: ${additionalProperty}`}`;
    });
  }

  private compiled(schema: Schema, operation: Operation, closing: Closing): ValidateFunction {
    const key = `${closing} ${operation.service} ${JSON.stringify(schema)}`;
    const validate = this.known.get(key) ?? this.ajv.compile(jsonSchemaOf(schema, operation, closing));
    this.known.set(key, validate);
    return validate;
  }
}

/** OpenAPI 3.0 writes three things in its own way: references, null, and limits that are themselves left out. */
function jsonSchemaOf(schema: Schema, operation: Operation, closing: Closing): object {
  const convert = (inner: Schema): object => jsonSchemaOf(inner, operation, closing);
  const { nullable, exclusiveMinimum, minimum, properties, items, allOf, ...same } = resolved(schema, operation);
  const converted = {
    ...(properties && closing === 'nothing undescribed' && { additionalProperties: false }),
    ...same,
    ...(minimum !== undefined && { [exclusiveMinimum ? 'exclusiveMinimum' : 'minimum']: minimum }),
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, convert(inner)])),
    }),
    ...(items && { items: convert(items) }),
    ...(allOf && { allOf: allOf.map(convert) }),
  };
  return nullable ? { anyOf: [{ type: 'null' }, converted] } : converted;
}
