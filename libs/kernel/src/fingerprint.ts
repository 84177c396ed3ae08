import { createHash } from 'node:crypto';

/** The SHA-256 of a JSON value, in hex; the order in which the fields of an object were written makes no difference. */
export function fingerprintOf(json: object): string {
  return createHash('sha256').update(JSON.stringify(json, withSortedFields)).digest('hex');
}

function withSortedFields(_field: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
