import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the echo upstream saw of a request. */
export interface Echo {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  bytes: number;
}

/** Marks an answer as the upstream's, also where it has no body. */
export const ECHO_MARK = 'x-echo';
/** Headers that the caller wants to see in the answer, as JSON. */
export const ECHO_HEADERS = 'x-echo-headers';

/** With it, the answer is a stream that is never ended after what was seen. */
export const ECHO_STREAM = 'x-echo-stream';
/** With it, there is no answer at all. */
export const ECHO_SILENCE = 'x-echo-silence';

/** An upstream that answers every request with what it saw. */
export async function startEcho(host: string, port: number): Promise<Server> {
  const server = createServer(echo);
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  return server;
}

export function addressOf(server: Server): URL {
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

export async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

function echo(request: IncomingMessage, response: ServerResponse): void {
  let bytes = 0;
  request.on('data', (chunk: Buffer) => (bytes += chunk.length));
  request.on('end', () => {
    const { method = '', url = '', headers } = request;
    if (headers[ECHO_SILENCE] !== undefined) return;
    const asked = JSON.parse(String(headers[ECHO_HEADERS] ?? '{}')) as Record<string, string>;
    for (const [name, value] of Object.entries(asked)) response.setHeader(name, value);
    const body = JSON.stringify({ method, url, headers, bytes } satisfies Echo);
    response.setHeader(ECHO_MARK, method);
    if (headers[ECHO_STREAM] !== undefined) {
      response.setHeader('Content-Type', 'text/event-stream').write(body);
      return;
    }
    response
      .setHeader('Content-Type', 'application/json')
      .setHeader('Content-Length', Buffer.byteLength(body))
      .end(body);
  });
}
