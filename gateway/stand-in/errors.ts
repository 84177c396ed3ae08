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

const WRITERS = {
  'application/json': (message: string, id: string) => `{\n  "message":"${message}",\n  "request_id":"${id}"\n}`,
  'text/plain': (message: string, id: string) => `${message}\nrequest_id: ${id}\n`,
  'text/html': (message: string, id: string) =>
    [
      '<!doctype html>\n<html>\n  <head>\n    <meta charset="utf-8">\n    <title>Error</title>\n  </head>',
      `  <body>\n    <h1>Error</h1>\n    <p>${message}.</p>\n    <p>request_id: ${id}</p>\n  </body>\n</html>\n`,
    ].join('\n'),
  'application/xml': (message: string, id: string) =>
    `<?xml version="1.0" encoding="UTF-8"?>\n<error>\n  <message>${message}</message>\n  <requestid>${id}</requestid>\n</error>\n`,
} as const;
export type ErrorType = keyof typeof WRITERS;

export const ERROR_TYPES = Object.keys(WRITERS) as readonly ErrorType[];
const KNOWN = new Map<string, ErrorType>([
  ...ERROR_TYPES.map((type) => [type, type] as const),
  ['application/*', 'application/json'],
  ['text/*', 'text/plain'],
]);

export interface Body {
  type: string;
  text: string;
}

/** Undefined for an answer without a body. */
export function bodyOf(answer: Answer, exchange: Exchange, nginxDefault: ErrorType): Body | undefined {
  if (answer.kind === 'exit') return answer.body && typed('application/json', JSON.stringify(answer.body));
  const accepted = exchange.header('accept');
  const asked = answer.kind === 'error' ? accepted : (accepted ?? exchange.header('content-type') ?? nginxDefault);
  const message = answer.message ?? NGINX_MESSAGES[answer.status as NginxStatus];
  const type = preferred(asked);
  return typed(type, WRITERS[type](message, exchange.requestId));
}

function typed(type: ErrorType, text: string): Body {
  return { type: `${type}; charset=utf-8`, text };
}

const RANGE = /^((?:[a-z0-9][a-z0-9!#$&^_+.-]+|\*)\/(?:[a-z0-9][a-z0-9!#$&^_+.-]+|\*))(.*)$/is;
const QUALITY = /;\s*q=(1(?:\.0{0,3})?|0(?:\.\d{0,3})?)/i;

/** Of the types with the highest q the first one, and JSON where that is none of ours. */
function preferred(accept = ''): ErrorType {
  let best = 0;
  let type: ErrorType = 'application/json';
  for (const range of accept.split(',')) {
    const [, name, parameters = ''] = RANGE.exec(range.trim()) ?? [];
    const q = Number(QUALITY.exec(parameters)?.[1] ?? 1);
    if (name === undefined || q <= best) continue;
    best = q;
    type = KNOWN.get(name) ?? 'application/json';
  }
  return type;
}
