import fc from 'fast-check';
import type { Received } from '../../../gateway/edge/http';
import { ask } from '../ask';
import { type Operation, type Parameter, pathOf, resolved } from './documents';
import { fitting, nearlyFitting, unexpectedText } from './values';
import type { ThrowAway } from './throw-away';

/** What is sent to an operation. */
export interface Attempt {
  readonly path: Readonly<Record<string, string>>;
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: unknown;
}

const KNOWN_HEADERS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  'idempotency-key': fc.string({ minLength: 1, maxLength: 40 }).filter((key) => key.trim() === key && key !== ''),
  'last-event-id': fc.nat().map(String),
  'if-match': fc.constantFrom('*', '"1"', '"999"', 'W/"2"', 'nonsense'),
  prefer: fc.constantFrom('wait=1', 'wait=0', 'wait=x', 'respond-async'),
};

/** What the description of an operation allows, done to throw-away things. */
export function allowed(
  operation: Operation,
  things: ThrowAway,
  leftOut: readonly string[] = [],
): fc.Arbitrary<Attempt> {
  const known = { product_id: fc.oneof(fc.constant(things.ids['product_id']), fc.uuid()) };
  return fc.record({
    path: pathsTo(operation, things),
    query: named(operation, 'query', ({ name, schema }) =>
      name === 'cursor' ? undefined : fitting(schema, operation).map(String),
    ),
    headers: named(operation, 'header', ({ name }) => KNOWN_HEADERS[name.toLowerCase()]),
    body: operation.body
      ? fitting(operation.body, operation, known).map((body) => without(body as object, leftOut))
      : fc.constant(undefined),
  });
}

/** A body near to what is allowed, in a request that is right otherwise. */
export function withNearlyAllowedBody(operation: Operation, things: ThrowAway): fc.Arbitrary<Attempt> {
  return fc.record({
    path: pathsTo(operation, things, ({ name }) => fc.constant(things.idFor(operation, name))),
    query: fc.constant([]),
    headers: fc.constant([]),
    body: nearlyFitting(operation.body!, operation),
  });
}

/** Anything in the path and the query. */
export function withStrangeParameters(operation: Operation, things: ThrowAway): fc.Arbitrary<Attempt> {
  const strange = fc.tuple(
    fc.constantFrom(...namesIn(operation, 'query'), 'x', 'id', '__proto__', 'limit[]'),
    unexpectedText,
  );
  return fc.record({
    path: pathsTo(operation, things, ({ name }) =>
      fc.oneof(
        fc.constant(things.idFor(operation, name)),
        unexpectedText.filter((text) => text !== ''),
      ),
    ),
    query: fc.array(strange, { maxLength: 2 }),
    headers: fc.constant([]),
    body: fc.constant(operation.body && {}),
  });
}

export function sendTo(
  operation: Operation,
  { path, query, headers, body }: Attempt,
  token?: string,
): Promise<Received> {
  const parameters = query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  const target = pathOf(operation, path) + (parameters.length > 0 ? `?${parameters.join('&')}` : '');
  return ask(operation.service, target, {
    ...{ method: operation.method, token, headers, firstPiece: isStream(operation) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

const isStream = ({ responses }: Operation): boolean => 'text/event-stream' in (responses['200']?.content ?? {});

function pathsTo(
  operation: Operation,
  things: ThrowAway,
  idOf: (parameter: Parameter) => fc.Arbitrary<string> = ({ name }) =>
    fc.oneof({ weight: 4, arbitrary: fc.constant(things.idFor(operation, name)) }, { weight: 1, arbitrary: fc.uuid() }),
): fc.Arbitrary<Record<string, string>> {
  const parameters = operation.parameters.filter((parameter) => parameter.in === 'path');
  const one = (parameter: Parameter): fc.Arbitrary<string> => {
    const words = resolved(parameter.schema, operation).enum;
    return words ? fc.constantFrom(...(words as string[])) : idOf(parameter);
  };
  return fc.record(Object.fromEntries(parameters.map((parameter) => [parameter.name, one(parameter)])));
}

/** The parameters in one place, those that are not required only now and then. */
function named(
  operation: Operation,
  place: Parameter['in'],
  valuesOf: (parameter: Parameter) => fc.Arbitrary<string> | undefined,
): fc.Arbitrary<[string, string][]> {
  const parameters = operation.parameters.filter((parameter) => parameter.in === place);
  const fields = parameters.flatMap((parameter) => {
    const values = valuesOf(parameter);
    return values ? [[parameter.name, values] as const] : [];
  });
  const requiredKeys = parameters.filter(({ required }) => required).map(({ name }) => name);
  return fc.record(Object.fromEntries(fields), { requiredKeys }).map((found) => Object.entries(found));
}

export function namesIn(operation: Operation, place: Parameter['in']): string[] {
  return operation.parameters.filter((parameter) => parameter.in === place).map(({ name }) => name);
}

function without(body: object, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)));
}
