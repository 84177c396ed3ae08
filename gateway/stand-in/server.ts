import replyFrom, { type FastifyReplyFromOptions } from '@fastify/reply-from';
import {
  fastify,
  LogController,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyHttpOptions,
} from 'fastify';
import { randomBytes } from 'node:crypto';
import { METHODS, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { logOptions } from '../../libs/observability/src/log-options';
import type { Declaration } from './declaration/declaration';
import { HEADERS_TOO_LARGE, plainBody, type ErrorType, type NginxStatus } from './errors';
import { Exchange } from './exchange';
import { Gateway } from './gateway';
import { KONG } from './headers';
import { GatewayMetrics } from './metrics';

export interface ServerOptions {
  logLevel: string;
  errorType: ErrorType;
  /** Where to count; a place of its own where none is given. */
  metrics?: GatewayMetrics;
  /** For tests: the time that limits and tokens are judged by. */
  now?: () => number;
}

const HEADER_BYTES = 32 * 1024;
const IDLE_CLIENT_MS = 75_000;
const REQUEST_MS = 60_000;

export async function buildServer(
  declaration: Declaration,
  options: ServerOptions,
  gateway = new Gateway(declaration, options.errorType, options.metrics ?? new GatewayMetrics()),
): Promise<FastifyInstance> {
  const app = fastify(serverOptions(options));
  // Without a bound of Node's own, which drops what is above it in silence; the gateway counts the lines itself.
  app.server.maxHeadersCount = 0;
  await app.register(replyFrom, upstreamOptions(declaration));
  acceptEverything(app, gateway, options.now ?? Date.now);
  app.setErrorHandler((error: NodeJS.ErrnoException, request, reply) => {
    request.log[error.code === 'ECONNRESET' ? 'debug' : 'error'](error);
    const { type, text } = plainBody(500, request.id, options.errorType);
    return reply.code(500).headers({ 'content-type': type, server: KONG }).send(text);
  });
  return app;
}

function serverOptions({ logLevel, errorType }: ServerOptions): FastifyHttpOptions<Server> {
  return {
    logger: logOptions('gateway', logLevel),
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request_id' }),
    genReqId: newRequestId,
    // Fastify's router and body parsers have no say here: every request goes to the one route as it came.
    rewriteUrl: () => '/',
    exposeHeadRoutes: false,
    return503OnClosing: false,
    keepAliveTimeout: IDLE_CLIENT_MS,
    requestTimeout: REQUEST_MS,
    http: { maxHeaderSize: HEADER_BYTES, requireHostHeader: false },
    clientErrorHandler: (error, socket) => refuseUnparsed(error, socket, errorType),
  };
}

/** Like Kong, no bound on connections: orders held by Prefer: wait or an event stream must not make others queue. */
function upstreamOptions({ services }: Declaration): FastifyReplyFromOptions {
  const undici = { connections: null, connect: { timeout: services[0]?.connect_timeout } };
  return { disableCache: true, disableRequestLogging: true, destroyAgent: true, undici };
}

function acceptEverything(app: FastifyInstance, gateway: Gateway, now: () => number): void {
  for (const method of METHODS) if (!app.supportedMethods.includes(method)) app.addHttpMethod(method);
  app.addHook('onRequest', async (request, reply) => {
    const exchange = new Exchange(request.id, request.raw, request.originalUrl, addressOf(request), now());
    reply.raw.once('close', () => {
      exchange.end(reply.raw.statusCode);
      logAccess(exchange, reply);
    });
    await gateway.handle(exchange, reply);
    return reply;
  });
  app.route({ method: app.supportedMethods, url: '/', handler: (_request, reply) => reply });
}

function addressOf(request: FastifyRequest): string {
  return request.raw.socket.remoteAddress?.replace(/^::ffff:/, '') ?? '';
}

/** One line a request. The query and the headers stay out: they may carry what must not be in a log. */
function logAccess(exchange: Exchange, reply: FastifyReply): void {
  const { method, rawPath, route, clientIp } = exchange;
  reply.log.info(
    {
      method,
      path: rawPath,
      status: reply.raw.statusCode,
      ms: exchange.milliseconds(),
      route,
      client_ip: clientIp,
      correlation_id: exchange.correlationId,
      trace_id: exchange.traceId,
      aborted: reply.raw.writableFinished ? undefined : true,
    },
    'access',
  );
}

function refuseUnparsed(error: Error & { code?: string }, socket: Duplex, errorType: ErrorType): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy();
  const status: NginxStatus = error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
  const message = error.code === 'HPE_HEADER_OVERFLOW' ? HEADERS_TOO_LARGE : undefined;
  const { type, text } = plainBody(status, newRequestId(), errorType, message);
  const reason = status === 408 ? 'Request Timeout' : 'Bad Request';
  const head = [
    `HTTP/1.1 ${status} ${reason}`,
    `Server: ${KONG}`,
    `Content-Type: ${type}`,
    `Content-Length: ${Buffer.byteLength(text)}`,
  ];
  socket.end(`${head.join('\r\n')}\r\nConnection: close\r\n\r\n${text}`);
}

function newRequestId(): string {
  return randomBytes(16).toString('hex');
}
