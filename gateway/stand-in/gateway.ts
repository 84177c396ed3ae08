import type { IncomingMessage, ServerResponse } from 'node:http';
import { Chains, type Chain } from './chain';
import { Counters } from './counting/counters';
import { credentialsOf, type Declaration } from './declaration/declaration';
import { bodyOf, type Answer, type ErrorType } from './errors';
import { ClientTooSlow, type Exchange, type Line } from './exchange';
import { KONG, ownHeaders, present, responseHeaders, viaHeaders } from './headers';
import type { GatewayMetrics } from './metrics';
import { normalise } from './path';
import { answerFor, Upstreams, type UpstreamAnswer } from './proxy';
import { Router, type Match } from './router';
import { bytesOf } from './traffic';
import { faultOf } from './well-formed';

const UPSTREAM_FAULTS: readonly number[] = [502, 503, 504];
const NO_ROUTE: Answer = { kind: 'error', status: 404, message: 'no Route matched with those values' };

export interface GatewayOptions {
  errorType: ErrorType;
  metrics: GatewayMetrics;
  /** Told what goes wrong without a client noticing. */
  warn: (message: string) => void;
}

/** An answer of the gateway's own, ready to be written. */
export interface OwnAnswer {
  status: number;
  lines: Line[];
  text: string;
  /** Whether the connection must not be used again. */
  ends: boolean;
}

interface Rules {
  router: Router;
  chains: Chains;
}

/** The way of a request: is it well-formed, which route, what do the plugins say, and only then to the upstream. */
export class Gateway {
  private rules: Rules;
  private readonly upstreams = new Upstreams();
  private readonly counters: Counters;
  private draining = false;

  constructor(
    declaration: Declaration,
    private readonly options: GatewayOptions,
  ) {
    this.counters = new Counters(options.warn);
    this.rules = this.rulesOf(declaration);
  }

  /** Serves what begins from now on by another file; what is under way goes on by the old one. Counters go on, too. */
  reload(declaration: Declaration): void {
    this.rules = this.rulesOf(declaration);
  }

  async handle(exchange: Exchange, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { router, chains } = this.rules;
    const path = normalise(exchange.rawPath);
    const malformed = faultOf(exchange, path);
    const match = malformed || path === undefined ? undefined : router.match(exchange.method, path);
    exchange.service = match?.service.name;
    exchange.route = match?.route.name;
    const chain = chains.of(match);
    response.once('close', () => log(exchange, chain, request, response));
    if (!match || path === undefined) return this.answer(response, exchange, chain, malformed ?? NO_ROUTE);

    const refusal = await access(exchange, chain).catch(slowClient);
    if (refusal) return this.answer(response, exchange, chain, refusal);
    const body = await exchange.body().catch(slowClient);
    if (body && 'kind' in body) return this.answer(response, exchange, chain, body);
    await this.forward(response, exchange, chain, match, path, body ?? Buffer.alloc(0));
  }

  /** For what never became a request, or broke on its way: plugins that only look at the answer run on it, too. */
  refuse(exchange: Exchange, answer: Answer): OwnAnswer {
    return this.compose(exchange, this.rules.chains.of(undefined), answer, ownHeaders(exchange));
  }

  write(response: ServerResponse, { status, lines, text, ends }: OwnAnswer): void {
    this.begin(response, status, [...lines, ['Content-Length', String(Buffer.byteLength(text))]], ends);
    response.end(text);
  }

  /** Each connection ends with the next answer on it. */
  drain(): void {
    this.draining = true;
  }

  async close(): Promise<void> {
    this.counters.close();
    await this.upstreams.close();
  }

  private rulesOf(declaration: Declaration): Rules {
    const world = {
      credentials: credentialsOf(declaration),
      metrics: this.options.metrics,
      counters: this.counters,
    };
    return { router: new Router(declaration.services), chains: new Chains(declaration, world) };
  }

  private async forward(
    response: ServerResponse,
    exchange: Exchange,
    chain: Chain,
    match: Match,
    path: string,
    body: Buffer,
  ): Promise<void> {
    const left = new AbortController();
    response.once('close', () => response.writableFinished || left.abort());
    const startedAt = performance.now();
    const elapsed = (): number => Math.round(performance.now() - startedAt);
    try {
      const upstream = await this.upstreams.ask(exchange, match, path, body, left.signal);
      this.passOn(response, exchange, chain, upstream, elapsed());
    } catch (error) {
      if (left.signal.aborted) return;
      const answer = answerFor(error);
      const trace = answer.kind === 'nginx' ? viaHeaders(exchange, elapsed()) : ownHeaders(exchange);
      this.answer(response, exchange, chain, answer, trace);
    }
  }

  private passOn(
    response: ServerResponse,
    exchange: Exchange,
    chain: Chain,
    { status, lines, body }: UpstreamAnswer,
    upstreamMs: number,
  ): void {
    exchange.answered(upstreamMs);
    respond(exchange, chain);
    this.begin(response, status, responseHeaders(exchange, lines, upstreamMs));
    // A stream begins before there is anything in it.
    if (!lines.some(([name]) => name.toLowerCase() === 'content-length')) response.flushHeaders();
    // What breaks on one side ends the other.
    response.once('close', () => body.destroy());
    body.once('error', () => response.destroy()).pipe(response);
  }

  private answer(
    response: ServerResponse,
    exchange: Exchange,
    chain: Chain,
    answer: Answer,
    trace = ownHeaders(exchange),
  ): void {
    this.write(response, this.compose(exchange, chain, answer, trace));
  }

  private compose(exchange: Exchange, chain: Chain, answer: Answer, trace: readonly Line[]): OwnAnswer {
    exchange.answered();
    respond(exchange, chain);
    const body = bodyOf(answer, exchange, this.options.errorType);
    const headers = {
      ...(body && { 'Content-Type': body.type }),
      ...(answer.kind === 'exit' && answer.headers),
      ...exchange.towardsClient,
      Server: KONG,
    };
    // Like nginx, it does not go on with a connection on which something came that it did not understand.
    const ends = answer.kind === 'nginx' && !UPSTREAM_FAULTS.includes(answer.status);
    return { status: answer.status, lines: [...present(headers), ...trace], text: body?.text ?? '', ends };
  }

  private begin(response: ServerResponse, status: number, lines: readonly Line[], ends = false): void {
    const connection = response.shouldKeepAlive && !ends && !this.draining ? 'keep-alive' : 'close';
    response.writeHead(status, [...lines, ['Connection', connection] as const].flat());
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

function slowClient(error: unknown): Answer {
  if (error instanceof ClientTooSlow) return { kind: 'nginx', status: 408 };
  throw error;
}

/** Whoever leaves before there is an answer counts as nginx counts it. */
const CLIENT_LEFT = 499;

function log(exchange: Exchange, chain: Chain, request: IncomingMessage, response: ServerResponse): void {
  const status = response.headersSent ? response.statusCode : CLIENT_LEFT;
  const outcome = { status, ...bytesOf(request.socket) };
  for (const plugin of chain.plugins(exchange)) plugin.log?.(exchange, outcome);
}
