import type { FastifyReply } from 'fastify';
import type { IncomingMessage } from 'node:http';
import { Chains, type Chain } from './chain';
import { credentialsOf, type Declaration } from './declaration/declaration';
import { bodyOf, HEADERS_TOO_LARGE, type Answer, type ErrorType } from './errors';
import type { Exchange } from './exchange';
import { KONG, ownHeaders, viaHeaders } from './headers';
import { normalise } from './path';
import { forward } from './proxy';
import { Router } from './router';

const LONGEST_LINE = 8192;
const MOST_LINES = 1000;
const BAD_REQUEST: Answer = { kind: 'nginx', status: 400 };
const NO_ROUTE: Answer = { kind: 'error', status: 404, message: 'no Route matched with those values' };

/** The way of a request: is it well-formed, which route, what do the plugins say, and only then to the upstream. */
export class Gateway {
  private readonly router: Router;
  private readonly chains: Chains;

  constructor(
    declaration: Declaration,
    private readonly errorType: ErrorType,
  ) {
    this.router = new Router(declaration.services);
    this.chains = new Chains(declaration, { credentials: credentialsOf(declaration) });
  }

  async handle(exchange: Exchange, reply: FastifyReply): Promise<void> {
    const path = normalise(exchange.rawPath);
    const malformed = faultOf(exchange, path);
    const match = malformed || path === undefined ? undefined : this.router.match(exchange.method, path);
    exchange.route = match?.route.name;
    const chain = this.chains.of(match);
    if (!match || path === undefined) return this.answer(exchange, chain, reply, malformed ?? NO_ROUTE);

    const refusal = (await access(exchange, chain)) ?? (isForwardable(path) ? undefined : BAD_REQUEST);
    if (refusal) return this.answer(exchange, chain, reply, refusal);
    await forward(exchange, match, path, reply, {
      answered: () => respond(exchange, chain),
      failed: (failing, answer, ms) => this.answer(exchange, chain, failing, answer, viaHeaders(exchange, ms)),
    });
  }

  private answer(
    exchange: Exchange,
    chain: Chain,
    reply: FastifyReply,
    answer: Answer,
    trace = ownHeaders(exchange),
  ): void {
    respond(exchange, chain);
    const body = bodyOf(answer, exchange, this.errorType);
    if (body) void reply.type(body.type);
    if (answer.kind === 'exit' && answer.headers) void reply.headers(answer.headers);
    void reply
      .code(answer.status)
      .headers({ server: KONG, ...exchange.towardsClient, ...trace })
      .send(body?.text ?? '');
  }
}

async function access(exchange: Exchange, chain: Chain): Promise<Answer | undefined> {
  for (const plugin of chain.plugins(exchange)) {
    const answer = await plugin.access?.(exchange);
    if (answer) return answer;
  }
  return undefined;
}

function respond(exchange: Exchange, chain: Chain): void {
  for (const plugin of chain.plugins(exchange)) plugin.respond?.(exchange);
}

/** What nginx refuses before Kong looks at it. */
function faultOf({ raw, target, method }: Exchange, path: string | undefined): Answer | undefined {
  if (method.length + target.length > LONGEST_LINE - ' HTTP/1.1'.length) return { kind: 'nginx', status: 414 };
  if (path === undefined || hasForbiddenLines(raw)) return BAD_REQUEST;
  if (isTooLong(raw.rawHeaders)) return { kind: 'nginx', status: 400, message: HEADERS_TOO_LARGE };
  return method === 'TRACE' ? { kind: 'nginx', status: 405 } : undefined;
}

/** Kong passes these on, but @fastify/reply-from throws at dots beside an encoded slash and at bytes that are no UTF-8. */
function isForwardable(path: string): boolean {
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
