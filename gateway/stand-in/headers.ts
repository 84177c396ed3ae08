import type { IncomingHttpHeaders } from 'node:http';
import type { Exchange } from './exchange';

export const KONG = 'kong/3.9.3';
const VIA = `1.1 ${KONG}`;

/** What speaks about the connection, not about the request, and so ends here. Expect has been answered by the server. */
const REQUEST_HOPS = [
  'connection',
  'keep-alive',
  'proxy',
  'proxy-connection',
  'upgrade',
  'transfer-encoding',
  'expect',
];
const RESPONSE_HOPS = ['connection', 'keep-alive', 'proxy-connection', 'upgrade', 'transfer-encoding'];

export interface Forwarding {
  host: string;
  port: number;
  /** What strip_path took away, or nothing. */
  prefix: string;
}

export function requestHeaders(exchange: Exchange, body: Buffer, to: Forwarding): Record<string, string> {
  const sent = exchange.raw.headers;
  const headers = without(sent, [...REQUEST_HOPS, ...namedIn(sent.connection)]);
  if (sent.te && sent.te !== 'trailers') delete headers['te'];
  delete headers['content-length'];
  if (body.length > 0 || sent['content-length'] === '0') headers['content-length'] = String(body.length);
  return definedOnly({ ...headers, ...forwarded(exchange, to), ...exchange.towardsUpstream });
}

/** No proxy before this one is trusted: what a client says about itself is replaced, except the chain of addresses. */
function forwarded(exchange: Exchange, { host, port, prefix }: Forwarding): Record<string, string | undefined> {
  const { clientIp } = exchange;
  return {
    host,
    via: appended(exchange.header('via'), VIA),
    'x-real-ip': clientIp,
    'x-forwarded-for': appended(exchange.header('x-forwarded-for'), clientIp),
    'x-forwarded-proto': 'http',
    'x-forwarded-host': exchange.header('host')?.replace(/:\d+$/, ''),
    'x-forwarded-port': String(port),
    'x-forwarded-path': exchange.rawPath,
    'x-forwarded-prefix': prefix === '' || prefix === '/' ? undefined : prefix,
    'x-kong-request-id': exchange.requestId,
  };
}

export function responseHeaders(
  exchange: Exchange,
  upstream: IncomingHttpHeaders,
  upstreamMs: number,
): IncomingHttpHeaders {
  const { vary, ...added } = exchange.towardsClient;
  const headers: IncomingHttpHeaders = without(upstream, [...RESPONSE_HOPS, ...namedIn(upstream.connection)]);
  const names = new Set(Object.keys(added).map((name) => name.toLowerCase()));
  for (const name of Object.keys(headers)) if (names.has(name)) delete headers[name];
  return {
    server: KONG,
    ...headers,
    ...added,
    ...(vary && { vary: [headers.vary, vary].filter((line) => line !== undefined) }),
    ...viaHeaders(exchange, upstreamMs, headers.via),
  } as IncomingHttpHeaders;
}

/** What shows that an upstream was asked, also where it gave no answer. */
export function viaHeaders(exchange: Exchange, upstreamMs: number, via?: string): Record<string, string> {
  return {
    via: appended(via, VIA),
    'X-Kong-Upstream-Latency': String(upstreamMs),
    'X-Kong-Proxy-Latency': String(Math.max(0, exchange.milliseconds() - upstreamMs)),
    'X-Kong-Request-Id': exchange.requestId,
  };
}

export function ownHeaders(exchange: Exchange): Record<string, string> {
  return { 'X-Kong-Response-Latency': String(exchange.milliseconds()), 'X-Kong-Request-Id': exchange.requestId };
}

function without(
  headers: IncomingHttpHeaders,
  names: readonly string[],
): Record<string, string | string[] | undefined> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
}

function namedIn(connection: string | undefined): string[] {
  return (connection ?? '').split(',').map((name) => name.trim().toLowerCase());
}

function definedOnly(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined)) as Record<
    string,
    string
  >;
}

function appended(before: string | undefined, last: string): string {
  return before ? `${before}, ${last}` : last;
}
