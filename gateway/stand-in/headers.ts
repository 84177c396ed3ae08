import type { Exchange, Line } from './exchange';

export const KONG = 'kong/3.9.3';
const VIA = `1.1 ${KONG}`;

/** What speaks about the connection, not about the request, and so ends here. Expect has been answered by the server. */
const REQUEST_HOPS = [
  ...['connection', 'keep-alive', 'proxy', 'proxy-connection', 'upgrade', 'te'],
  ...['transfer-encoding', 'content-length', 'expect'],
];
/** Those of the connection, and what nginx takes as meant for itself. */
const RESPONSE_HOPS = [
  ...['connection', 'keep-alive', 'proxy-connection', 'upgrade', 'transfer-encoding'],
  ...['x-pad', 'x-accel-expires', 'x-accel-redirect', 'x-accel-limit-rate', 'x-accel-buffering', 'x-accel-charset'],
];
/** Tokens of Connection that name no header. */
const CONNECTION_OPTIONS = ['close', 'keep-alive'];

export interface Forwarding {
  host: string;
  /** What strip_path took away, or nothing. */
  prefix: string;
}

export function requestHeaders(exchange: Exchange, bodyLength: number, to: Forwarding): Line[] {
  const named = namedIn(exchange.all('connection'));
  const own = forwarded(exchange, to);
  const set = present(exchange.towardsUpstream).filter(([name]) => !named.includes(name.toLowerCase()));
  const replaced = [...Object.keys(own), ...Object.keys(exchange.towardsUpstream)].map((name) => name.toLowerCase());
  const gone = new Set([...REQUEST_HOPS, ...named, ...replaced]);
  const hasLength = bodyLength > 0 || exchange.header('content-length') !== undefined;
  return [
    ...exchange.head.lines.filter(([name]) => !gone.has(name.toLowerCase())),
    ...set,
    ...present(own),
    ...(takesTrailers(exchange) ? [['TE', 'trailers'] as const] : []),
    ...(hasLength ? [['Content-Length', String(bodyLength)] as const] : []),
  ];
}

/** No proxy before this one is trusted: what a client says about itself is replaced, except the chain of addresses. */
function forwarded(exchange: Exchange, { host, prefix }: Forwarding): Record<string, string | undefined> {
  const { address, port } = exchange.peer;
  return {
    Host: host,
    Via: appended(exchange.all('via'), VIA),
    'X-Real-IP': address,
    'X-Forwarded-For': appended(exchange.all('x-forwarded-for'), address),
    'X-Forwarded-Proto': 'http',
    // A client of HTTP/1.0 need not name a host; nginx then takes its server's name.
    'X-Forwarded-Host': exchange.header('host')?.replace(/:\d*$/, '').toLowerCase() ?? 'kong',
    'X-Forwarded-Port': String(port),
    'X-Forwarded-Path': exchange.rawPath,
    'X-Forwarded-Prefix': prefix === '' || prefix === '/' ? undefined : prefix,
    'X-Kong-Request-Id': exchange.requestId,
  };
}

export function responseHeaders(exchange: Exchange, upstream: readonly Line[], upstreamMs: number): Line[] {
  const { vary, ...set } = exchange.towardsClient;
  const trailer = takesTrailers(exchange) ? [] : ['trailer'];
  const gone = new Set([
    ...[...RESPONSE_HOPS, ...trailer, 'via', ...namedIn(valuesOf(upstream, 'connection'))],
    ...Object.keys(set).map((name) => name.toLowerCase()),
  ]);
  const kept = upstream.filter(([name]) => !gone.has(name.toLowerCase()));
  return [
    ...(valuesOf(kept, 'server').length > 0 ? [] : [['Server', KONG] as const]),
    ...kept,
    ...present(set),
    ...(vary === undefined ? [] : [['vary', vary] as const]),
    ...viaHeaders(exchange, upstreamMs, valuesOf(upstream, 'via')),
  ];
}

/** What shows that an upstream was asked, also where it gave no answer. */
export function viaHeaders(exchange: Exchange, upstreamMs: number, via: readonly string[] = []): Line[] {
  return [
    ['Via', appended(via, VIA)],
    ['X-Kong-Upstream-Latency', String(upstreamMs)],
    ['X-Kong-Proxy-Latency', String(Math.max(0, exchange.milliseconds() - upstreamMs))],
    ['X-Kong-Request-Id', exchange.requestId],
  ];
}

export function ownHeaders(exchange: Exchange): Line[] {
  return [
    ['X-Kong-Response-Latency', String(exchange.milliseconds())],
    ['X-Kong-Request-Id', exchange.requestId],
  ];
}

export function present(headers: Readonly<Record<string, string | undefined>>): Line[] {
  return Object.entries(headers).filter((line): line is [string, string] => line[1] !== undefined);
}

function takesTrailers(exchange: Exchange): boolean {
  return tokensIn(exchange.all('te')).includes('trailers');
}

function namedIn(connection: readonly string[]): string[] {
  return tokensIn(connection).filter((token) => !CONNECTION_OPTIONS.includes(token));
}

function tokensIn(values: readonly string[]): string[] {
  return values.flatMap((value) => value.split(',')).map((token) => token.trim().toLowerCase());
}

function valuesOf(lines: readonly Line[], name: string): string[] {
  return lines.filter(([one]) => one.toLowerCase() === name).map(([, value]) => value);
}

function appended(before: readonly string[], last: string): string {
  return [...before, last].join(', ');
}
