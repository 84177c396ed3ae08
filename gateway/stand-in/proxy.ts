import type { FastifyReplyFromHooks } from '@fastify/reply-from';
import type { FastifyReply } from 'fastify';
import type { Answer } from './errors';
import type { Exchange } from './exchange';
import { requestHeaders, responseHeaders } from './headers';
import { upstreamPath } from './path';
import type { Match } from './router';

const BODYLESS = new Set(['GET', 'HEAD']);
const IDEMPOTENT = new Set(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS']);
const BETWEEN_TRIES_MS = 1;

export interface Hooks {
  /** Runs before the upstream's answer is passed on. */
  answered(upstreamMs: number): void;
  /** The upstream gave none. */
  failed(reply: FastifyReply, answer: Answer, upstreamMs: number): void;
}

export async function forward(
  exchange: Exchange,
  { service, route, matched }: Match,
  path: string,
  reply: FastifyReply,
  hooks: Hooks,
): Promise<void> {
  const body = BODYLESS.has(exchange.method) ? NOTHING : ((await exchange.body()) ?? NOTHING);
  const prefix = route.strip_path ? matched : '';
  const port = exchange.raw.socket.localPort ?? 0;
  const startedAt = performance.now();
  const upstreamMs = (): number => Math.round(performance.now() - startedAt);

  reply.from(upstreamPath(service.url.pathname, path, prefix.length), {
    getUpstream: () => service.url.origin,
    queryString: () => exchange.query ?? '',
    ...bodyOptions(body),
    timeout: service.read_timeout,
    retriesCount: service.retries,
    retryDelay: (details) => delayBeforeRetry(exchange.method, details),
    rewriteRequestHeaders: () => requestHeaders(exchange, body, { host: service.url.host, port, prefix }),
    rewriteHeaders: (headers) => {
      const ms = upstreamMs();
      hooks.answered(ms);
      return responseHeaders(exchange, headers, ms);
    },
    onError: (failing, { error }) => hooks.failed(failing as FastifyReply, answerFor(error), upstreamMs()),
  });
}

const NOTHING = Buffer.alloc(0);

/** The content type is only there to have the bytes sent as they are; requestHeaders puts the client's own in its place. */
function bodyOptions(body: Buffer): Pick<FastifyReplyFromHooks, 'body' | 'contentType'> {
  return body.length > 0 ? { body, contentType: 'application/octet-stream' } : { body: null };
}

type RetryDetails = Parameters<NonNullable<FastifyReplyFromHooks['retryDelay']>>[0];

/** What never reached the upstream can be sent again; what may have, only where twice is the same as once. */
function delayBeforeRetry(method: string, { err, attempt, retriesCount }: RetryDetails): number | null {
  const failure = err as Failure | null;
  if (!failure || attempt >= retriesCount) return null;
  return neverConnected(failure) || IDEMPOTENT.has(method) ? BETWEEN_TRIES_MS : null;
}

type Failure = NodeJS.ErrnoException;

function neverConnected({ code, syscall }: Failure): boolean {
  return syscall === 'connect' || code === 'ECONNREFUSED' || code === 'UND_ERR_CONNECT_TIMEOUT' || isUnresolved(code);
}

function isUnresolved(code: string | undefined): boolean {
  return code === 'ENOTFOUND' || code === 'EAI_AGAIN';
}

const TIMEOUTS = new Set(['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'ETIMEDOUT']);

function answerFor(error: Error): Answer {
  const { code } = (error.cause ?? error) as Failure;
  if (isUnresolved(code)) return { kind: 'error', status: 503, message: 'name resolution failed' };
  return { kind: 'nginx', status: code !== undefined && TIMEOUTS.has(code) ? 504 : 502 };
}
