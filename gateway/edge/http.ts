import { request, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';

export interface Sent {
  method?: string;
  path: string;
  /** Lines as they go out, so that a name may come twice; Host is added where it is missing. */
  headers?: readonly (readonly [name: string, value: string])[];
  body?: string;
  /** Send the body in chunks, without Content-Length. */
  chunked?: boolean;
  /** Announce a body of that many bytes, and send none of it. */
  announced?: number;
  /** Take the first piece of the answer for all of it, and leave; fail when it does not come by itself. */
  firstPiece?: boolean;
}

export interface Received {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

const PATIENCE_MS = 5_000;

/** Sends the path untouched, with all its dots and slashes, which fetch and most clients tidy up. */
export function send(
  base: URL,
  { method = 'GET', path, headers = [], body, chunked = false, announced, firstPiece = false }: Sent,
): Promise<Received> {
  return new Promise((resolve, reject) => {
    const lines = [
      ...(headers.some(([name]) => name.toLowerCase() === 'host') ? [] : [['Host', base.host]]),
      ...headers,
    ];
    const length = announced ?? (chunked || body === undefined ? undefined : Buffer.byteLength(body));
    if (length !== undefined) lines.push(['Content-Length', String(length)]);
    const options = { host: base.hostname, port: base.port, method, path, headers: lines.flat(), agent: false };
    const sending = request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject);
      const received = (): void =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString('utf8'),
        });
      response.on('end', received);
      if (announced !== undefined) response.once('end', () => sending.destroy());
      if (firstPiece) response.once('data', received).once('data', () => response.destroy());
    });
    if (firstPiece) sending.setTimeout(PATIENCE_MS, () => sending.destroy(new Error('nothing has come')));
    sending.on('error', reject);
    if (announced === undefined) sending.end(body);
    else sending.flushHeaders();
  });
}

/** Says exactly this, also what no HTTP client would, and listens until the connection is closed. */
export function speak({ hostname, port }: URL, text: string): Promise<Received> {
  return new Promise((resolve, reject) => {
    let heard = '';
    const socket = connect(Number(port || 80), hostname, () => socket.write(text));
    socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error(`the connection stays open after: ${heard}`)));
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString('latin1')));
    socket.once('close', () => resolve(parsed(heard))).once('error', reject);
  });
}

function parsed(heard: string): Received {
  const end = heard.indexOf('\r\n\r\n');
  const [first = '', ...lines] = heard.slice(0, end).split('\r\n');
  const pairs = lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.replace(/^[^:]*:\s*/, '')]);
  return {
    status: Number(first.split(' ')[1]),
    headers: Object.fromEntries(pairs) as IncomingHttpHeaders,
    text: heard.slice(end + 4),
  };
}
