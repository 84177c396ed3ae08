import { request, type IncomingHttpHeaders } from 'node:http';

export interface Sent {
  method?: string;
  path: string;
  /** Lines as they go out, so that a name may come twice; Host is added where it is missing. */
  headers?: readonly (readonly [name: string, value: string])[];
  body?: string;
  /** Send the body in chunks, without Content-Length. */
  chunked?: boolean;
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
  { method = 'GET', path, headers = [], body, chunked = false, firstPiece = false }: Sent,
): Promise<Received> {
  return new Promise((resolve, reject) => {
    const lines = [
      ...(headers.some(([name]) => name.toLowerCase() === 'host') ? [] : [['Host', base.host]]),
      ...headers,
    ];
    if (body !== undefined && !chunked) lines.push(['Content-Length', String(Buffer.byteLength(body))]);
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
      if (firstPiece) response.once('data', received).once('data', () => response.destroy());
    });
    if (firstPiece) sending.setTimeout(PATIENCE_MS, () => sending.destroy(new Error('nothing has come')));
    sending.on('error', reject);
    sending.end(body);
  });
}
