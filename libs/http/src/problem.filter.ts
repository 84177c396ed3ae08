import { ArgumentsHost, Catch, ExceptionFilter, HttpException, HttpStatus, Logger } from '@nestjs/common';
import {
  currentContext,
  DomainError,
  ErrorKind,
  isConnectionLoss,
  newId,
  RequestContext,
  traceIdOf,
} from '@tradewind/kernel';
import type { ConnectionError, FastifyReply, FastifyRequest } from 'fastify';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { openContext } from './open-context';

const STATUS: Readonly<Record<ErrorKind, number>> = {
  invalid: HttpStatus.UNPROCESSABLE_ENTITY,
  missing: HttpStatus.NOT_FOUND,
  conflict: HttpStatus.CONFLICT,
  forbidden: HttpStatus.FORBIDDEN,
  unauthenticated: HttpStatus.UNAUTHORIZED,
  throttled: HttpStatus.TOO_MANY_REQUESTS,
  stale: HttpStatus.PRECONDITION_FAILED,
  unavailable: HttpStatus.SERVICE_UNAVAILABLE,
};

/** Codes of errors that no rule of the business raised. */
const CODE: Readonly<Record<number, string>> = {
  400: 'request.malformed',
  401: 'auth.unauthenticated',
  403: 'auth.forbidden',
  404: 'request.not-found',
  405: 'request.method-not-allowed',
  413: 'request.too-large',
  415: 'request.media-type-not-supported',
  503: 'service.unavailable',
};

const PROBLEM_JSON = 'application/problem+json; charset=utf-8';

/** By the codes of Node's HTTP parser. */
const UNREADABLE: Readonly<Record<string, Problem>> & { readonly OTHER: Problem } = {
  HPE_HEADER_OVERFLOW: { status: 431, code: 'request.head-too-large', detail: 'The head of the request is too large.' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, code: 'request.timed-out', detail: 'The request did not come to its end.' },
  OTHER: { status: 400, code: 'request.malformed', detail: 'This is not HTTP.' },
};

interface Problem {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly more?: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds?: number;
}

/** For a 503 that does not know better. */
const RETRY_AFTER_S = 5;

/** A field of a request that is wrong. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/** The shape of a request is wrong: 400 with every field named. */
export class RequestInvalid extends HttpException {
  constructor(readonly errors: readonly FieldError[]) {
    super('The request has fields that are missing or wrong.', HttpStatus.BAD_REQUEST);
  }
}

/** Writes every error as problem+json (RFC 9457). What nobody expected is logged and says nothing of its inside. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = this.problemOf(error);
    if (problem.status === 401) void reply.header('www-authenticate', 'Bearer');
    const retryAfter = problem.retryAfterSeconds ?? (problem.status === 503 ? RETRY_AFTER_S : undefined);
    if (retryAfter !== undefined) void reply.header('retry-after', String(retryAfter));
    sendProblem(request, reply, problem);
  }

  private problemOf(error: unknown): Problem {
    if (error instanceof DomainError) {
      const { code, message: detail, details: more, retryAfterSeconds } = error;
      return { status: STATUS[error.kind], code, detail, more, retryAfterSeconds };
    }
    if (error instanceof RequestInvalid) {
      return { status: 400, code: 'request.invalid', detail: error.message, more: { errors: error.errors } };
    }
    if (isConnectionLoss(error)) {
      this.logger.warn(String(error));
      return { status: 503, code: 'service.unavailable', detail: 'A server that this needs is away; try again.' };
    }
    const status = statusOf(error);
    if (status >= 500 && status !== 503) {
      this.logger.error(error instanceof Error ? error.stack : String(error));
      return { status, code: 'service.failed', detail: 'Something went wrong; it has been logged.' };
    }
    const detail = error instanceof Error ? error.message : 'The request was refused.';
    return { status, code: CODE[status] ?? `http.${status}`, detail };
  }
}

/** For a path that the router cannot even read, which hooks, Nest and its filters never see: nothing can be there. */
export function unreadablePath(_error: Error, request: FastifyRequest, reply: FastifyReply): void {
  openContext(request, reply, () =>
    sendProblem(request, reply, { status: 404, code: 'request.not-found', detail: 'The path is malformed.' }),
  );
}

/** For what is no HTTP, or more of it than anybody takes: there is no request yet, only a connection, which ends. */
export function unreadableRequest({ code }: ConnectionError, socket: Socket): void {
  if (code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const { status, ...rest } = UNREADABLE[code] ?? UNREADABLE.OTHER;
  const body = JSON.stringify(problemBody({ status, ...rest }, { correlationId: newId() }));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    `Content-Type: ${PROBLEM_JSON}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): void {
  const body = problemBody(problem, currentContext(), request.url.split('?')[0]);
  void reply.status(problem.status).header('content-type', PROBLEM_JSON).send(body);
}

type Ids = Pick<RequestContext, 'correlationId'> & Partial<RequestContext>;

function problemBody({ status, code, detail, more }: Problem, ids?: Ids, instance?: string): object {
  return {
    type: `/problems/${code}`,
    title: STATUS_CODES[status],
    status,
    detail,
    instance,
    code,
    ...more,
    correlation_id: ids?.correlationId,
    trace_id: ids?.traceparent && traceIdOf(ids.traceparent),
  };
}

/** Nest's and Fastify's own errors carry the status they want; anything else is a 500. */
function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const { statusCode } = error as { statusCode?: unknown };
  return typeof statusCode === 'number' && statusCode >= 400 ? statusCode : 500;
}
