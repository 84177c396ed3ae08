import { HEADERS_TOO_LARGE, type Answer } from './errors';
import type { Exchange, Line } from './exchange';

const LONGEST_LINE = 8192;
const MOST_BYTES = 4 * LONGEST_LINE;
const MOST_LINES = 1000;
export const BAD_REQUEST: Answer = { kind: 'nginx', status: 400 };
const TOO_LARGE: Answer = { kind: 'nginx', status: 400, message: HEADERS_TOO_LARGE };

/** What nginx refuses before Kong looks at it. */
export function faultOf(exchange: Exchange, path: string | undefined): Answer | undefined {
  const { method, target, lines } = exchange.head;
  if (method.length + target.length > LONGEST_LINE - ' HTTP/1.1'.length) return { kind: 'nginx', status: 414 };
  if (path === undefined || hasForbiddenLines(exchange)) return BAD_REQUEST;
  if (isTooLong(lines)) return TOO_LARGE;
  return method === 'TRACE' ? { kind: 'nginx', status: 405 } : undefined;
}

/** The same for what was never parsed. */
export function unparsedFault(code: string | undefined): Answer {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return { kind: 'nginx', status: 408 };
  return code === 'HPE_HEADER_OVERFLOW' ? TOO_LARGE : BAD_REQUEST;
}

/** nginx leaves out, without a word, what has other characters in its name. */
export function isSeen([name]: Line): boolean {
  return /^[\w-]+$/.test(name);
}

function hasForbiddenLines(exchange: Exchange): boolean {
  const hosts = exchange.all('host');
  const isMissing = hosts.length === 0 && exchange.head.version === '1.1';
  return exchange.all('authorization').length > 1 || hosts.length > 1 || isMissing || hosts.some(isNoHost);
}

function isNoHost(host: string): boolean {
  return host === '' || /[/\s]|\.\./.test(host);
}

function isTooLong(lines: readonly Line[]): boolean {
  const lengths = lines.map(([name, value]) => `${name}: ${value}\r\n`.length);
  const sum = lengths.reduce((all, one) => all + one, 0);
  return lines.length > MOST_LINES || sum > MOST_BYTES || lengths.some((length) => length > LONGEST_LINE);
}
