import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { pino, type Logger } from 'pino';
import { watchUnusedConnections } from '../../libs/http/src/unused-connections';
import { logOptions } from '../../libs/observability/src/log-options';
import type { Declaration } from './declaration/declaration';
import type { Answer, ErrorType } from './errors';
import { Exchange, type Head } from './exchange';
import { Gateway } from './gateway';
import { headIn, headOf } from './head';
import { GatewayMetrics } from './metrics';
import { BAD_REQUEST, unparsedFault } from './well-formed';

export interface StandInOptions {
  logLevel: string;
  errorType: ErrorType;
  /** Where to count; a place of its own where none is given. */
  metrics?: GatewayMetrics;
  /** For tests: the time that limits and tokens are judged by. */
  now?: () => number;
}

/** Twice what is allowed, so that the gateway can tell what exactly is too long. */
const PARSED_BYTES = 64 * 1024;
const IDLE_CLIENT_MS = 75_000;
const HEADERS_MS = 60_000;

type Refusal = Error & { code?: string; rawPacket?: Buffer };

/** The HTTP side: hands requests to the gateway, and answers those that the parser refuses as the gateway would. */
export class StandIn {
  readonly log: Logger;
  readonly gateway: Gateway;
  readonly server: Server;
  private readonly now: () => number;
  private readonly closeUnusedConnections: () => void;
  /** What is being answered on a connection. */
  private readonly open = new WeakMap<Duplex, ServerResponse>();

  constructor(declaration: Declaration, { logLevel, errorType, metrics, now }: StandInOptions) {
    this.log = pino(logOptions('gateway', logLevel));
    this.now = now ?? Date.now;
    const warn = (message: string): void => this.log.warn(message);
    this.gateway = new Gateway(declaration, { errorType, metrics: metrics ?? new GatewayMetrics(), warn });
    this.server = this.serve();
    this.closeUnusedConnections = watchUnusedConnections(this.server);
  }

  async listen(host: string, port: number): Promise<URL> {
    this.server.listen(port, host);
    await once(this.server, 'listening');
    const { port: given } = this.server.address() as AddressInfo;
    this.log.info({ host, port: given }, 'listening');
    return new URL(`http://${host}:${given}`);
  }

  /** Takes no more connections, and waits for what is under way. */
  async close(): Promise<void> {
    this.gateway.drain();
    const closed = once(this.server, 'close');
    this.server.close();
    this.closeUnusedConnections();
    this.server.closeIdleConnections();
    await closed;
    await this.gateway.close();
  }

  private serve(): Server {
    const timeouts = { keepAliveTimeout: IDLE_CLIENT_MS, headersTimeout: HEADERS_MS, requestTimeout: 0 };
    const server = createServer({ ...timeouts, maxHeaderSize: PARSED_BYTES, requireHostHeader: false });
    // Without a bound of Node's own, which drops what is above it in silence; the gateway counts the lines itself.
    server.maxHeadersCount = 0;
    const handle = (request: IncomingMessage, response: ServerResponse): void => void this.handle(request, response);
    server.on('request', handle);
    server.on('checkExpectation', handle);
    server.on('connect', (request: IncomingMessage, socket: Duplex) =>
      this.refuse(socket as Socket, headOf(request), BAD_REQUEST),
    );
    server.on('clientError', (error: Refusal, socket: Duplex) => this.refuseUnparsed(error, socket as Socket));
    return server;
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const exchange = this.exchangeOf(headOf(request), request.socket, request);
    this.open.set(request.socket, response);
    response.once('close', () => {
      exchange.end(response.statusCode);
      logAccess(this.log, exchange, response);
      if (!this.server.listening) this.server.closeIdleConnections();
    });
    try {
      await this.gateway.handle(exchange, request, response);
    } catch (error) {
      this.log[(error as Refusal).code === 'ECONNRESET' ? 'debug' : 'error'](error);
      if (response.headersSent) response.destroy();
      else this.gateway.write(response, this.gateway.refuse(exchange, { kind: 'nginx', status: 500 }));
    }
  }

  private refuseUnparsed(error: Refusal, socket: Socket): void {
    const answered = this.open.get(socket);
    const inAnAnswer = answered?.headersSent && !answered.writableFinished;
    if (!socket.writable || error.code === 'ECONNRESET' || inAnAnswer) return void socket.destroy();
    const head = headIn(error.rawPacket);
    this.refuse(socket, head, unparsedFault(error.code));
  }

  private refuse(socket: Socket, head: Head, fault: Answer): void {
    const exchange = this.exchangeOf(head, socket);
    const { status, lines, text } = this.gateway.refuse(exchange, fault);
    const ends = [
      ['Date', new Date().toUTCString()],
      ['Content-Length', String(Buffer.byteLength(text))],
      ['Connection', 'close'],
    ];
    const written = [...lines, ...ends].map(([name, value]) => `${name}: ${value}\r\n`).join('');
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${written}\r\n${text}`, 'latin1');
  }

  private exchangeOf(head: Head, socket: Socket, request?: IncomingMessage): Exchange {
    const address = socket.remoteAddress?.replace(/^::ffff:/, '') ?? '';
    const peer = { address, port: socket.localPort ?? 0 };
    return new Exchange(randomBytes(16).toString('hex'), head, peer, this.now(), request);
  }
}

/** One line a request. The query and the headers stay out: they may carry what must not be in a log. */
function logAccess(log: Logger, exchange: Exchange, response: ServerResponse): void {
  const { requestId, method, rawPath, route, peer } = exchange;
  log.info(
    {
      request_id: requestId,
      method,
      path: rawPath,
      status: response.statusCode,
      ms: exchange.milliseconds(),
      route,
      client_ip: peer.address,
      correlation_id: exchange.correlationId,
      trace_id: exchange.traceId,
      aborted: response.writableFinished ? undefined : true,
    },
    'access',
  );
}
