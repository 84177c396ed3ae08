import fc from 'fast-check';
import { type Operation, resolved, type Schema } from './documents';

type Values = fc.Arbitrary<unknown>;
type Known = Readonly<Record<string, Values>>;

/** Longer texts are made only where their length is what matters. */
const LONG = 40;

/** What a document cannot say of a field: that its values are bytes, exist, or belong together. */
const WITH_MEANING: Known = {
  email: fc.uuid().map((id) => `fuzz-${id}@example.com`),
  customer_email: fc.constant(null),
  password: fc.string({ minLength: 8, maxLength: 72 }),
  current_password: fc.string({ minLength: 8, maxLength: 72 }),
  new_password: fc.string({ minLength: 8, maxLength: 72 }),
  currency: fc.constantFrom('USD', 'EUR'),
  image_url: fc.webUrl({ validSchemes: ['http', 'https'] }),
};

/** Values that a schema allows; those of a field in `known` are taken from there. */
export function fitting(schema: Schema, operation: Operation, known: Known = {}, name = ''): Values {
  const all = { ...WITH_MEANING, ...known };
  const named = Object.hasOwn(all, name) ? all[name] : undefined;
  if (named) return named;
  const whole = resolved(schema, operation);
  const values = whole.enum ? fc.constantFrom(...whole.enum) : ofType(whole, operation, known);
  return whole.nullable ? fc.option(values, { nil: null, freq: 4 }) : values;
}

function ofType(schema: Schema, operation: Operation, known: Known): Values {
  switch (schema.type) {
    case 'object':
      return objects(schema, operation, known);
    case 'array':
      return lists(schema, operation, known);
    case 'integer':
      return fc.integer({ min: schema.minimum ?? 0, max: schema.maximum ?? 1_000_000 });
    case 'number':
      return amounts(schema);
    case 'boolean':
      return fc.boolean();
    case 'string':
    case undefined:
      return texts(schema);
  }
}

function objects({ properties = {}, required = [] }: Schema, operation: Operation, known: Known): Values {
  const fields = Object.entries(properties).map(
    ([name, inner]) => [name, fitting(inner, operation, known, name)] as const,
  );
  return fc.record(Object.fromEntries(fields), { requiredKeys: [...required] });
}

function lists({ items = {}, minItems = 0, maxItems = 3 }: Schema, operation: Operation, known: Known): Values {
  const options = { minLength: minItems, maxLength: Math.max(minItems, Math.min(maxItems, 3)) };
  return fc.array(fitting(items, operation, known), options);
}

/** Amounts of money, with two decimals. */
function amounts({ minimum = 0, maximum = 1_000_000, exclusiveMinimum = false }: Schema): Values {
  const least = Math.ceil(minimum * 100) + (exclusiveMinimum ? 1 : 0);
  return fc.integer({ min: least, max: Math.floor(maximum * 100) }).map((cents) => cents / 100);
}

function texts({ not, ...schema }: Schema): Values {
  return not ? anyTexts(schema).filter((text) => !not.enum.includes(text)) : anyTexts(schema);
}

function anyTexts({ pattern, minLength = 0, maxLength = LONG }: Schema): Values {
  if (pattern === '\\S')
    return fc.tuple(letters(1, 1), words(0, Math.min(maxLength, LONG) - 1)).map((parts) => parts.join(''));
  if (pattern !== undefined)
    return fc.stringMatching(new RegExp(pattern)).filter(({ length }) => length <= (maxLength || LONG));
  return fc.oneof(
    { weight: 3, arbitrary: words(minLength, Math.max(minLength, Math.min(maxLength, LONG))) },
    { weight: 1, arbitrary: fc.constantFrom(minLength, maxLength).map((length) => 'x'.repeat(length)) },
  );
}

const letters = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom('a', 'Z', '7', 'é', '猫', '-'), minLength, maxLength });

function words(minLength: number, maxLength: number): fc.Arbitrary<string> {
  return fc.oneof(fc.string({ unit: 'grapheme', minLength, maxLength }), letters(minLength, maxLength));
}

const UNEXPECTED: Values = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1.5,
    2 ** 31,
    2 ** 53,
    -(2 ** 63),
    1e300,
    '',
    ' ',
    '1',
    'null',
    [],
    {},
    [null],
    [[]],
  ),
  fc.constantFrom<unknown>(
    'a\0b',
    '\ud800',
    'x'.repeat(20_000),
    "'; --",
    '9'.repeat(400),
    { $gt: '' },
    { length: 1e9 },
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.jsonValue({ maxDepth: 3 }),
);

const STRANGE_NAMES = fc.oneof(
  fc.constantFrom(
    'role',
    'status',
    'id',
    'customer_id',
    'total_amount',
    'constructor',
    '__proto__',
    'toString',
    '',
    '0',
    'a.b',
  ),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
);

/** Bodies near to what a schema allows, and some far from it; most of them do not fit. */
export function nearlyFitting(schema: Schema, operation: Operation, known: Known = {}): Values {
  const bodies = fitting(schema, operation, known) as fc.Arbitrary<Record<string, unknown>>;
  const names = Object.keys(resolved(schema, operation).properties ?? {});
  const changed = fc
    .tuple(bodies, fc.constantFrom(...names), UNEXPECTED)
    .map(([body, name, value]) => ({ ...body, [name]: value }));
  const reduced = fc.tuple(bodies, fc.constantFrom(...names)).map(([body, name]) => {
    return Object.fromEntries(Object.entries(body).filter(([one]) => one !== name));
  });
  const extended = fc
    .tuple(bodies, STRANGE_NAMES, UNEXPECTED)
    .map(([body, name, value]) => Object.fromEntries([...Object.entries(body), [name, value]]));
  return fc.oneof(
    { weight: 5, arbitrary: changed },
    { weight: 1, arbitrary: reduced },
    { weight: 2, arbitrary: extended },
    UNEXPECTED,
  );
}

/** Values of a parameter, as text. */
export const unexpectedText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '',
    '0',
    '-1',
    '1.5',
    '101',
    '1e400',
    'NaN',
    'null',
    'undefined',
    'true',
    '[]',
    '{}',
    '..',
    "'",
    '%',
    '*',
    '١',
  ),
  fc.constantFrom('x'.repeat(300), 'me', 'constructor', '__proto__', 'a b', 'a/b', 'a,b', 'a\0b', '\u202e', '\ufffe'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }),
  fc.uuid(),
);
