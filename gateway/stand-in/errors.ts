import type { Exchange } from './exchange';

/**
 * Kong's three kinds of own answers:
 *   error: from Kong and its plugins, in the form that Accept asks for, JSON otherwise;
 *   exit:  a given JSON body, or none;
 *   nginx: from the server below, in the form of Accept, else of the request's Content-Type, else the default type.
 */
export type Answer =
  | { kind: 'error'; status: number; message: string }
  | {
      kind: 'exit';
      status: number;
      body?: Readonly<Record<string, string>>;
      headers?: Readonly<Record<string, string>>;
    }
  | { kind: 'nginx'; status: NginxStatus; message?: string };

const NGINX_MESSAGES = {
  400: 'Bad request',
  405: 'Method not allowed',
  408: 'Request timeout',
  414: 'URI too long',
  500: 'An unexpected error occurred',
  502: 'An invalid response was received from the upstream server',
  503: 'The upstream server is currently unavailable',
  504: 'The upstream server is timing out',
} as const;
export const HEADERS_TOO_LARGE = 'Request header or cookie too large';
export type NginxStatus = keyof typeof NGINX_MESSAGES;

const FORMATS = {
  'application/json': {
    header: 'application/json; charset=utf-8',
    write: (message: string, id: string) =>
      `{\n  "message":${JSON.stringify(message)},\n  "request_id":${JSON.stringify(id)}\n}`,
  },
  'text/plain': {
    header: 'text/plain; charset=utf-8',
    write: (message: string, id: string) => `${message}\nrequest_id: ${id}\n`,
  },
  'text/html': {
    header: 'text/html; charset=utf-8',
    write: (message: string, id: string) =>
      `<!doctype html>\n<html><head><title>Error</title></head><body><h1>Error</h1><p>${escape(message)}.</p><p>request_id: ${id}</p></body></html>\n`,
  },
  'application/xml': {
    header: 'application/xml; charset=utf-8',
    write: (message: string, id: string) =>
      `<?xml version="1.0" encoding="UTF-8"?>\n<error>\n  <message>${escape(message)}</message>\n  <requestid>${id}</requestid>\n</error>`,
  },
} as const;
export type ErrorType = keyof typeof FORMATS;

export const ERROR_TYPES = Object.keys(FORMATS) as readonly ErrorType[];

export interface Body {
  type: string;
  text: string;
}

/** Undefined for an answer without a body. */
export function bodyOf(answer: Answer, exchange: Exchange, nginxDefault: ErrorType): Body | undefined {
  if (answer.kind === 'exit') {
    return answer.body && { type: FORMATS['application/json'].header, text: JSON.stringify(answer.body) };
  }
  const accepted = exchange.header('accept');
  if (answer.kind === 'error')
    return write(preferred(accepted) ?? 'application/json', answer.message, exchange.requestId);
  const asked = accepted ?? exchange.header('content-type');
  return write(preferred(asked) ?? nginxDefault, answer.message ?? NGINX_MESSAGES[answer.status], exchange.requestId);
}

/** For what never becomes a request, because the parser refuses it. */
export function plainBody(status: NginxStatus, requestId: string, type: ErrorType, message?: string): Body {
  return write(type, message ?? NGINX_MESSAGES[status], requestId);
}

function write(type: ErrorType, message: string, requestId: string): Body {
  return { type: FORMATS[type].header, text: FORMATS[type].write(message, requestId) };
}

/** The known type of the highest q, if there is one. */
function preferred(accept: string | undefined): ErrorType | undefined {
  const ranges = (accept ?? '').split(',').map((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const q = parameters.find((parameter) => parameter.startsWith('q='));
    return { type, q: q === undefined ? 1 : Number.parseFloat(q.slice(2)) || 0 };
  });
  const known = ranges.filter(({ type, q }) => q > 0 && Object.hasOwn(FORMATS, type)).sort((a, b) => b.q - a.q);
  return known[0]?.type as ErrorType | undefined;
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
