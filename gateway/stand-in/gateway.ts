import type { FastifyReply } from 'fastify';
import type { ServerResponse } from 'node:http';
import { Chains, type Chain } from './chain';
import { credentialsOf, type Declaration } from './declaration/declaration';
import { Refused } from './declaration/shape';
import { bodyOf, type Answer, type ErrorType } from './errors';
import type { Exchange } from './exchange';
import { KONG, ownHeaders, viaHeaders } from './headers';
import type { GatewayMetrics } from './metrics';
import { normalise } from './path';
import { forward } from './proxy';
import { Router } from './router';
import { bytesOf } from './traffic';
import { BAD_REQUEST, faultOf, isForwardable } from './well-formed';

const NO_ROUTE: Answer = { kind: 'error', status: 404, message: 'no Route matched with those values' };

interface Rules {
  router: Router;
  chains: Chains;
}

/** The way of a request: is it well-formed, which route, what do the plugins say, and only then to the upstream. */
export class Gateway {
  private rules: Rules;
  private readonly connectTimeout: number | undefined;

  constructor(
    declaration: Declaration,
    private readonly errorType: ErrorType,
    private readonly metrics: GatewayMetrics,
  ) {
    this.rules = this.rulesOf(declaration);
    this.connectTimeout = declaration.services[0]?.connect_timeout;
  }

  /**
   * Serves what begins from now on by another file; what is under way goes on by the old one. Limits count anew.
   * @throws Refused if that cannot be had without a restart
   */
  reload(declaration: Declaration): void {
    if (declaration.services[0]?.connect_timeout !== this.connectTimeout)
      throw new Refused(['services: another connect_timeout needs a restart']);
    this.rules = this.rulesOf(declaration);
  }

  async handle(exchange: Exchange, reply: FastifyReply): Promise<void> {
    const { router, chains } = this.rules;
    const path = normalise(exchange.rawPath);
    const malformed = faultOf(exchange, path);
    const match = malformed || path === undefined ? undefined : router.match(exchange.method, path);
    exchange.service = match?.service.name;
    exchange.route = match?.route.name;
    const chain = chains.of(match);
    reply.raw.once('close', () => log(exchange, chain, reply.raw));
    if (!match || path === undefined) return this.answer(exchange, chain, reply, malformed ?? NO_ROUTE);

    const refusal = (await access(exchange, chain)) ?? (isForwardable(path) ? undefined : BAD_REQUEST);
    if (refusal) return this.answer(exchange, chain, reply, refusal);
    await forward(exchange, match, path, reply, {
      answered: (ms) => {
        exchange.answered(ms);
        respond(exchange, chain);
      },
      failed: (failing, answer, ms) => this.answer(exchange, chain, failing, answer, viaHeaders(exchange, ms)),
    });
  }

  private rulesOf(declaration: Declaration): Rules {
    const chains = new Chains(declaration, { credentials: credentialsOf(declaration), metrics: this.metrics });
    return { router: new Router(declaration.services), chains };
  }

  private answer(
    exchange: Exchange,
    chain: Chain,
    reply: FastifyReply,
    answer: Answer,
    trace = ownHeaders(exchange),
  ): void {
    exchange.answered();
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

/** Whoever leaves before there is an answer counts as nginx counts it. */
const CLIENT_LEFT = 499;

function log(exchange: Exchange, chain: Chain, { headersSent, statusCode }: ServerResponse): void {
  const outcome = { status: headersSent ? statusCode : CLIENT_LEFT, ...bytesOf(exchange.raw.socket) };
  for (const plugin of chain.plugins(exchange)) plugin.log?.(exchange, outcome);
}
