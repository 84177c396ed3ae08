import { type Received, send } from '../../gateway/edge/http';
import { urlOf } from './environment';

export interface Request {
  readonly method?: string;
  readonly token?: string | undefined;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  /** JSON, or a text that is sent as it is. */
  readonly body?: unknown;
  /** Of an answer that may never end. */
  readonly firstPiece?: boolean;
}

/** Asks the gateway, or a service at its own port, with a path that no client tidies up. */
export function ask(
  whom: string,
  path: string,
  { method = 'GET', token, headers = [], body, firstPiece = false }: Request = {},
): Promise<Received> {
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  return send(new URL(urlOf(whom)), {
    ...{ method, path, firstPiece },
    headers: [
      ...(token === undefined ? [] : [['Authorization', `Bearer ${token}`] as const]),
      ...(text === undefined || headers.some(([name]) => name.toLowerCase() === 'content-type')
        ? []
        : [['Content-Type', 'application/json'] as const]),
      // Or else Node sends no body in chunks.
      ...(text === undefined && method !== 'GET' ? [['Content-Length', '0'] as const] : []),
      ...headers,
    ],
    ...(text === undefined ? {} : { body: text }),
  });
}
