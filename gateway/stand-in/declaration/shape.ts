/**
 * A small strict schema: a reader turns one value of the file into a typed one or refuses it, naming the place. What Kong
 * takes but the stand-in can't do is refused with the words "is not implemented"; whatever is refused otherwise, Kong
 * refuses, too. So nothing in the file can be silently without effect, and a file that starts here starts there.
 */
export type Reader<T> = (value: unknown, place: string) => T;

export class Refused extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

type Fields = Readonly<Record<string, Reader<unknown>>>;
type Read<F extends Fields> = { [K in keyof F]: F[K] extends Reader<infer T> ? T : never };

/** @param foreign names of fields that Kong knows and the stand-in does not */
export function object<F extends Fields>(fields: F, foreign: readonly string[] = []): Reader<Read<F>> {
  return (value, place) => {
    if (!isPlainObject(value)) return refuse(place, 'must be a set of fields', value);
    const strangers = Object.keys(value).filter((name) => !Object.hasOwn(fields, name));
    const refusals = strangers.map(
      (name) => `${join(place, name)}: ${foreign.includes(name) ? 'is not implemented' : 'unknown field'}`,
    );
    const read = gather(Object.entries(fields), refusals, ([name, reader]) => [
      name,
      reader(value[name], join(place, name)),
    ]);
    return Object.fromEntries(read) as Read<F>;
  };
}

export function list<T>(item: Reader<T>): Reader<T[]> {
  return (value, place) => {
    if (!Array.isArray(value)) return refuse(place, 'must be a list', value);
    return gather([...value.entries()], [], ([index, one]) => item(one, `${place}[${index}]`));
  };
}

export function optional<T, F>(reader: Reader<T>, fallback: F): Reader<T | F> {
  return (value, place) => (value === undefined ? fallback : reader(value, place));
}

export function text(pattern = /./, hint = 'must be a text'): Reader<string> {
  return (value, place) => (typeof value === 'string' && pattern.test(value) ? value : refuse(place, hint, value));
}

export function integer(least: number, most = 2 ** 31 - 2): Reader<number> {
  return (value, place) => {
    const fits = typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
    return fits ? value : refuse(place, `must be a whole number from ${least} to ${most}`, value);
  };
}

export function number(least: number, most: number): Reader<number> {
  return (value, place) => {
    const fits = typeof value === 'number' && value >= least && value <= most;
    return fits ? value : refuse(place, `must be a number from ${least} to ${most}`, value);
  };
}

/** An address with http:// or https://. */
export const url: Reader<string> = (value, place) => {
  const isAddress = typeof value === 'string' && /^https?:/.test(value) && URL.canParse(value);
  return isAddress ? value : refuse(place, 'must be an http:// or https:// address', value);
};

/** Texts by names that are not known before. */
export const strings: Reader<Record<string, string>> = (value, place) => {
  const fits = isPlainObject(value) && Object.values(value).every((one) => typeof one === 'string' && one !== '');
  return fits ? (value as Record<string, string>) : refuse(place, 'must be a set of texts', value);
};

export const boolean: Reader<boolean> = (value, place) =>
  typeof value === 'boolean' ? value : refuse(place, 'must be true or false', value);

export const headerName = text(/^[A-Za-z0-9_-]+$/, 'must be a header name');

/** One of these values; `foreign` ones are known to Kong alone. */
export function oneOf<const T extends string | number | boolean>(
  values: readonly T[],
  foreign: readonly (string | number | boolean)[] = [],
): Reader<T> {
  return (value, place) => {
    const found = values.find((one) => one === value);
    if (found !== undefined) return found;
    if (foreign.some((one) => one === value)) return refuse(place, `${show(value)} is not implemented`);
    return refuse(place, `must be one of ${[...values, ...foreign].map(show).join(', ')}`, value);
  };
}

/** A list of texts that is implemented with exactly this content. */
export function exactly(...content: string[]): Reader<string[]> {
  return (value, place) => {
    const given = list(text())(value, place);
    const same = given.length === content.length && content.every((one, i) => one === given[i]);
    return same ? content : refuse(place, `${show(given)} is not implemented, only ${show(content)}`);
  };
}

export function refuse(place: string, hint: string, value?: unknown): never {
  throw new Refused([`${place}: ${hint}${value === undefined ? '' : `, not ${show(value)}`}`]);
}

/** Reads every part before it refuses, so that one start shows everything that is wrong. */
function gather<T, R>(parts: readonly T[], refusals: string[], read: (part: T) => R): R[] {
  const results: R[] = [];
  for (const part of parts) {
    try {
      results.push(read(part));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      refusals.push(...error.problems);
    }
  }
  if (refusals.length > 0) throw new Refused(refusals);
  return results;
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function join(place: string, name: string): string {
  return place === '' ? name : `${place}.${name}`;
}

function show(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 80) ?? 'undefined';
}
