import { v5, v7 } from 'uuid';

/** A new id: UUIDv7, so that ids sort by the time they were made and index inserts stay local. */
export function newId(): string {
  return v7();
}

const DERIVED = '6f8e1a1e-9c1b-5d0e-8a53-2f6f0f3a7c55';

/** An id that is always the same for the same name: what is made twice is recognised as one thing. */
export function derivedId(name: string): string {
  return v5(name, DERIVED);
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text from outside can be one of our ids at all; PostgreSQL raises an error for others. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}
