import type { FastifyReply } from 'fastify';
import { Chains, type Chain } from './chain';
import { credentialsOf, type Declaration } from './declaration/declaration';
import { bodyOf, type Answer, type ErrorType } from './errors';
import type { Exchange } from './exchange';
import { KONG, ownHeaders, viaHeaders } from './headers';
import { normalise } from './path';
import { forward } from './proxy';
import { Router } from './router';

const LONGEST_LINE = 8192;
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

    const refusal = await access(exchange, chain);
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
    const { type, text } = bodyOf(answer, exchange, this.errorType);
    if (type) void reply.type(type);
    if (answer.kind === 'exit' && answer.headers) void reply.headers(answer.headers);
    void reply
      .code(answer.status)
      .headers({ server: KONG, ...exchange.towardsClient, ...trace })
      .send(text);
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
function faultOf(exchange: Exchange, path: string | undefined): Answer | undefined {
  const { raw, target, method } = exchange;
  if (method.length + target.length > LONGEST_LINE - ' HTTP/1.1'.length) return { kind: 'nginx', status: 414 };
  if (path === undefined || !isForwardable(path) || repeats(raw.rawHeaders, 'authorization'))
    return { kind: 'nginx', status: 400 };
  if (repeats(raw.rawHeaders, 'host') || (raw.headers.host === undefined && raw.httpVersion === '1.1'))
    return { kind: 'nginx', status: 400 };
  if (hasLongLine(raw.rawHeaders)) return { kind: 'nginx', status: 400, message: 'Request header or cookie too large' };
  return method === 'TRACE' ? { kind: 'nginx', status: 405 } : undefined;
}

/** Kong passes an encoded slash between dots, and bytes that are no UTF-8; nothing here needs them, so they end here. */
function isForwardable(path: string): boolean {
  try {
    return !/(^|\/)\.\.(\/|$)/.test(decodeURIComponent(path));
  } catch {
    return false;
  }
}

function repeats(rawHeaders: readonly string[], name: string): boolean {
  let seen = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) if (rawHeaders[i]?.toLowerCase() === name) seen += 1;
  return seen > 1;
}

function hasLongLine(rawHeaders: readonly string[]): boolean {
  for (let i = 0; i < rawHeaders.length; i += 2) {
    if ((rawHeaders[i]?.length ?? 0) + (rawHeaders[i + 1]?.length ?? 0) > LONGEST_LINE - 4) return true;
  }
  return false;
}
