import { v5 as uuidOf } from 'uuid';

const KONG_NAMESPACE = 'fd02801f-0957-4a15-a55a-c8d9606f30b5';

/** Kong derives the ids that the file does not give from the names, so they are the same here and after each start. */
export function idOf(kind: 'consumers' | 'routes' | 'services', name: string): string {
  return uuidOf(name, uuidOf(kind, KONG_NAMESPACE));
}
