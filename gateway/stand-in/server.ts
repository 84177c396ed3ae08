import replyFrom from '@fastify/reply-from';
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { randomBytes } from 'node:crypto';
import { METHODS } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Declaration } from './declaration/declaration';
import { plainBody, type ErrorType, type NginxStatus } from './errors';
import { Exchange } from './exchange';
import { Gateway } from './gateway';
import { KONG } from './headers';

export interface ServerOptions {
  logLevel: string;
  errorType: ErrorType;
  /** For tests: the time that limits and tokens are judged by. */
  now?: () => number;
}

const HEADER_BYTES = 32 * 1024;
const HEADER_LINES = 1000;
const IDLE_CLIENT_MS = 75_000;
const REQUEST_MS = 60_000;

export async function buildServer(declaration: Declaration, options: ServerOptions): Promise<FastifyInstance> {
  const gateway = new Gateway(declaration, options.errorType);
  const now = options.now ?? Date.now;
  const app = fastify({
    logger: { level: options.logLevel },
    disableRequestLogging: true,
    // Fastify's router and body parsers have no say here: every request goes to the one route as it came.
    rewriteUrl: () => '/',
    exposeHeadRoutes: false,
    return503OnClosing: false,
    keepAliveTimeout: IDLE_CLIENT_MS,
    requestTimeout: REQUEST_MS,
    http: { maxHeaderSize: HEADER_BYTES, requireHostHeader: false },
    clientErrorHandler: (error, socket) => refuseUnparsed(error, socket, options.errorType),
  });
  app.server.maxHeadersCount = HEADER_LINES;
  for (const method of METHODS) if (!app.supportedMethods.includes(method)) app.addHttpMethod(method);

  await app.register(replyFrom, {
    disableCache: true,
    disableRequestLogging: true,
    undici: upstreamPool(declaration),
    destroyAgent: true,
  });

  app.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    const exchange = new Exchange(request.raw, request.originalUrl, addressOf(request), now());
    reply.raw.once('close', () => logAccess(exchange, reply));
    await gateway.handle(exchange, reply);
    return reply;
  });
  app.route({ method: app.supportedMethods, url: '/', handler: (_request, reply) => reply });
  app.setErrorHandler((error, request, reply) => {
    request.log.error(error);
    const { type, text } = plainBody(500, requestId(), options.errorType);
    return reply
      .code(500)
      .type(type ?? 'text/plain')
      .send(text);
  });
  return app;
}

function upstreamPool({ services }: Declaration): { connections: null; connect: { timeout: number } } {
  // Like Kong, no bound on connections: orders held open by Prefer: wait or an event stream must not make others queue.
  return { connections: null, connect: { timeout: services[0]?.connect_timeout ?? 60_000 } };
}

function addressOf(request: FastifyRequest): string {
  return (request.raw.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
}

/** One line a request. The query and the headers stay out: they may carry what must not be in a log. */
function logAccess(exchange: Exchange, reply: FastifyReply): void {
  const { method, rawPath, route, clientIp, requestId: id } = exchange;
  reply.log.info(
    {
      method,
      path: rawPath,
      status: reply.raw.statusCode,
      ms: exchange.milliseconds(),
      route,
      clientIp,
      requestId: id,
      correlationId: exchange.towardsClient['X-Correlation-ID'],
      aborted: reply.raw.writableFinished ? undefined : true,
    },
    'access',
  );
}

function refuseUnparsed(error: Error & { code?: string }, socket: Duplex, errorType: ErrorType): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy();
  const status: NginxStatus = error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
  const message = error.code === 'HPE_HEADER_OVERFLOW' ? 'Request header or cookie too large' : undefined;
  const { type, text } = plainBody(status, requestId(), errorType, message);
  const reason = status === 408 ? 'Request Timeout' : 'Bad Request';
  const head = [
    `HTTP/1.1 ${status} ${reason}`,
    `Server: ${KONG}`,
    `Content-Type: ${type}`,
    `Content-Length: ${Buffer.byteLength(text)}`,
  ];
  socket.end(`${head.join('\r\n')}\r\nConnection: close\r\n\r\n${text}`);
}

function requestId(): string {
  return randomBytes(16).toString('hex');
}
