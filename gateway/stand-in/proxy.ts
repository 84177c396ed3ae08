import type { Readable } from 'node:stream';
import { Agent } from 'undici';
import type { Answer } from './errors';
import type { Exchange, Line } from './exchange';
import { requestHeaders } from './headers';
import { upstreamPath } from './path';
import type { Match } from './router';

/** Those that nginx takes as safe to send twice. */
const IDEMPOTENT = new Set(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'TRACE']);

export interface UpstreamAnswer {
  status: number;
  lines: Line[];
  body: Readable;
}

/** The connections to everything behind the gateway; each connect_timeout has a pool of its own. */
export class Upstreams {
  private readonly agents = new Map<number, Agent>();

  /** @throws what answerFor() knows how to tell the client */
  async ask(
    exchange: Exchange,
    { service, route, matched }: Match,
    path: string,
    body: Buffer,
    signal: AbortSignal,
  ): Promise<UpstreamAnswer> {
    const prefix = route.strip_path ? matched : '';
    const request = {
      origin: service.url.origin,
      path: upstreamPath(service.url.pathname, path, prefix.length) + exchange.search,
      method: exchange.method,
      headers: requestHeaders(exchange, body.length, { host: service.url.host, prefix }).flat(),
      body: body.length > 0 ? body : null,
      headersTimeout: service.read_timeout,
      bodyTimeout: service.read_timeout,
      responseHeaders: 'raw',
      signal,
    } as const;
    for (let triesLeft = service.retries; ; triesLeft -= 1) {
      try {
        const answer = await this.agent(service.connect_timeout).request(request);
        return { status: answer.statusCode, lines: pairs(answer.headers as unknown as string[]), body: answer.body };
      } catch (error) {
        if (triesLeft === 0 || signal.aborted || !mayTryAgain(exchange.method, error as Failure)) throw error;
      }
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.agents.values()].map((agent) => agent.destroy()));
  }

  /** Like Kong, no bound on connections: orders held by Prefer: wait or an event stream must not make others queue. */
  private agent(connectTimeout: number): Agent {
    const known = this.agents.get(connectTimeout);
    if (known) return known;
    const agent = new Agent({ connections: null, connect: { timeout: connectTimeout } });
    this.agents.set(connectTimeout, agent);
    return agent;
  }
}

function pairs(raw: readonly string[]): Line[] {
  const lines: Line[] = [];
  for (let i = 0; i < raw.length; i += 2) lines.push([String(raw[i]), String(raw[i + 1])]);
  return lines;
}

type Failure = NodeJS.ErrnoException;

/** What never reached the upstream can be sent again; what may have, only where twice is the same as once. */
function mayTryAgain(method: string, failure: Failure): boolean {
  if (isUnresolved(failure) || failure.code?.startsWith('HPE_')) return false;
  return neverConnected(failure) || IDEMPOTENT.has(method);
}

function neverConnected({ code, syscall }: Failure): boolean {
  return syscall === 'connect' || code === 'ECONNREFUSED' || code === 'UND_ERR_CONNECT_TIMEOUT';
}

function isUnresolved({ code }: Failure): boolean {
  return code === 'ENOTFOUND' || code === 'EAI_AGAIN';
}

const TIMEOUTS = ['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'ETIMEDOUT'];

/** Kong itself looks names up; all else is nginx's. */
export function answerFor(error: unknown): Answer {
  const failure = error as Failure;
  if (isUnresolved(failure)) return { kind: 'error', status: 503, message: 'name resolution failed' };
  return { kind: 'nginx', status: TIMEOUTS.includes(failure.code ?? '') ? 504 : 502 };
}
