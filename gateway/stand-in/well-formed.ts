import type { IncomingMessage } from 'node:http';
import { HEADERS_TOO_LARGE, type Answer } from './errors';
import type { Exchange } from './exchange';

const LONGEST_LINE = 8192;
const MOST_LINES = 1000;
export const BAD_REQUEST: Answer = { kind: 'nginx', status: 400 };

/** What nginx refuses before Kong looks at it. */
export function faultOf({ raw, target, method }: Exchange, path: string | undefined): Answer | undefined {
  if (method.length + target.length > LONGEST_LINE - ' HTTP/1.1'.length) return { kind: 'nginx', status: 414 };
  if (path === undefined || hasForbiddenLines(raw)) return BAD_REQUEST;
  if (isTooLong(raw.rawHeaders)) return { kind: 'nginx', status: 400, message: HEADERS_TOO_LARGE };
  return method === 'TRACE' ? { kind: 'nginx', status: 405 } : undefined;
}

/** Kong passes these on, but @fastify/reply-from throws at dots beside an encoded slash and at bytes that are no UTF-8. */
export function isForwardable(path: string): boolean {
  try {
    return !/\/\.\.|\.\.\//.test(decodeURIComponent(path));
  } catch {
    return false;
  }
}

/** Node joins or drops repeated headers, so that only the raw lines tell which of two would have been believed. */
function hasForbiddenLines({ rawHeaders, httpVersion }: IncomingMessage): boolean {
  const counts = { authorization: 0, host: 0 };
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]?.toLowerCase();
    if (name === 'authorization' || name === 'host') counts[name] += 1;
  }
  const hosts = httpVersion === '1.1' ? [1] : [0, 1];
  return counts.authorization > 1 || !hosts.includes(counts.host);
}

function isTooLong(rawHeaders: readonly string[]): boolean {
  if (rawHeaders.length > 2 * MOST_LINES) return true;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    if (`${rawHeaders[i]}: ${rawHeaders[i + 1]}`.length > LONGEST_LINE - 2) return true;
  }
  return false;
}
