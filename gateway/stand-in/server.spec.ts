import { createServer, get, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { connect } from 'node:net';
import { openEventStream } from '@tradewind/testing';
import { addressOf, stop } from '../edge/echo';
import { send } from '../edge/http';
import { parseDeclaration } from './declaration/declaration';
import { StandIn } from './server';
import { aFile } from './test/file';

/** A gateway before an upstream that behaves as the test says. */
describe('Before an upstream, the stand-in', () => {
  let upstream: Server;
  let gateway: StandIn;
  let base: URL;
  let requests: number;

  async function serve(listener: RequestListener, service: object = {}, plugins?: object[]): Promise<void> {
    requests = 0;
    upstream = createServer((request, response) => {
      requests += 1;
      listener(request, response);
    });
    await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
    const url = `${addressOf(upstream).origin}/base`;
    gateway = new StandIn(parseDeclaration(aFile({ service: { url, ...service }, plugins })), {
      logLevel: 'silent',
      errorType: 'text/plain',
    });
    base = await gateway.listen('127.0.0.1', 0);
  }
  afterEach(async () => {
    await gateway.close();
    await stop(upstream);
  });

  const mute: RequestListener = () => undefined;
  const breakOff: RequestListener = (request) => request.socket.destroy();

  it('answers 504 when the upstream takes too long, after trying a GET again', async () => {
    await serve(mute, { read_timeout: 100, retries: 1 });
    expect(await send(base, { path: '/a' })).toMatchObject({
      status: 504,
      text: expect.stringMatching(/^The upstream server is timing out\n/),
    });
    expect(requests).toBe(2);
  });

  it('does not send a POST twice that the upstream may have seen', async () => {
    await serve(breakOff, { retries: 3 });
    expect(await send(base, { path: '/a', method: 'POST', body: 'x' })).toMatchObject({ status: 502 });
    expect(requests).toBe(1);
  });

  it('sends a PUT again, with its body, when the connection broke', async () => {
    await serve((request, response) => (requests === 1 ? breakOff(request, response) : void request.pipe(response)), {
      retries: 1,
    });
    expect(await send(base, { path: '/a', method: 'PUT', body: 'again' })).toMatchObject({
      status: 200,
      text: 'again',
    });
  });

  it('passes answers of every status on as they are', async () => {
    await serve((request, response) => {
      const status = Number(request.url?.split('/').pop());
      response
        .writeHead(status, { Location: '/elsewhere', 'Content-Length': status === 503 ? 2 : 0 })
        .end(status === 503 ? 'no' : '');
    });
    for (const status of [200, 204, 302, 304, 404, 500, 503]) {
      const text = status === 503 ? 'no' : '';
      expect(await send(base, { path: `/a/${status}` })).toMatchObject({
        status,
        text,
        headers: { location: '/elsewhere' },
      });
    }
    expect(requests).toBe(7);
  });

  it.each([
    ['/a/..%2fmetrics', '/base/..%2Fmetrics'],
    ['/a/%ff', '/base/%FF'],
    ['/a/..x', '/base/..x'],
    ['/a?', '/base?'],
    ['/a/?b=%20%zz&c=/../', '/base/?b=%20%zz&c=/../'],
  ])('passes %s on as %s', async (path, upstreamPath) => {
    await serve((request, response) => response.end(request.url));
    expect(await send(base, { path })).toMatchObject({ status: 200, text: upstreamPath });
  });

  it('passes the body of a GET on, and names as they are written', async () => {
    await serve((request, response) => {
      response.setHeader('X-RAW', JSON.stringify(request.rawHeaders));
      request.pipe(response);
    });
    const headers: [string, string][] = [
      ['X-MiXed', 'a'],
      ['X_Under', 'b'],
      ['X.Dot', 'c'],
    ];
    const { text, headers: answered } = await send(base, { path: '/a', headers, body: 'of a GET' });
    const raw = JSON.parse(String(answered['x-raw'])) as string[];
    expect(text).toBe('of a GET');
    expect(raw).toEqual(expect.arrayContaining(['X-MiXed', 'X_Under', 'X-Forwarded-Path', 'content-length', '8']));
    expect(raw).not.toContain('X.Dot');
  });

  it('keeps for itself what an upstream says to nginx', async () => {
    const own = { 'X-Accel-Buffering': 'no', 'X-Accel-Redirect': '/x', Trailer: 'X-Sum' };
    await serve((_request, response) => response.writeHead(200, { ...own, 'X-Mine': '1' }).end());
    const { headers } = await send(base, { path: '/a' });
    expect(headers).toMatchObject({ 'x-mine': '1' });
    for (const name of Object.keys(own)) expect(headers).not.toHaveProperty(name.toLowerCase());
  });

  it('answers 503 of its own where the name of the upstream is not known', async () => {
    await serve((_request, response) => response.end(), { url: 'http://nowhere.invalid/' });
    const { status, text, headers } = await send(base, { path: '/a' });
    expect([status, text]).toEqual([503, expect.stringContaining('"message":"name resolution failed"')]);
    expect(headers).toHaveProperty('x-kong-response-latency');
    expect(headers).not.toHaveProperty('via');
  });

  it.each([
    ['no type', {}, 'text/plain'],
    ['any type', { Accept: '*/*' }, 'application/json'],
    ['an unknown type', { Accept: 'image/png' }, 'application/json'],
    ['any text', { Accept: 'text/*' }, 'text/plain'],
    ['an unknown type before a known one', { Accept: 'image/png, text/html' }, 'application/json'],
    ['the known one of two more', { Accept: 'image/png;q=0.5, text/html;level=1;q=0.9' }, 'text/html'],
    ['nothing, but sends XML', { 'Content-Type': 'application/xml' }, 'application/xml'],
    ['nothing, but sends a form', { 'Content-Type': 'multipart/form-data; boundary=x' }, 'application/json'],
  ])('tells a client that asks for %s of a 502 in its form', async (_what, headers, type) => {
    await serve(breakOff);
    expect(await send(base, { path: '/a', headers: Object.entries(headers) })).toMatchObject({
      status: 502,
      headers: { 'content-type': `${type}; charset=utf-8` },
    });
  });

  it('keeps the length of an answer to HEAD', async () => {
    await serve((_request, response) => response.writeHead(200, { 'Content-Length': 12 }).end());
    expect(await send(base, { path: '/a', method: 'HEAD' })).toMatchObject({
      status: 200,
      headers: { 'content-length': '12' },
    });
  });

  it('passes events on one by one, and closes the stream with its reader', async () => {
    const closed = new Promise<void>((resolve) => {
      void serve((_request, response) => {
        response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write('data: 1\n\n');
        response.once('close', resolve);
      }).then(readOne);
    });
    async function readOne(): Promise<void> {
      const response = await new Promise<IncomingMessage>((resolve) => get(new URL('/a', base), resolve));
      response.once('data', (chunk: Buffer) => {
        expect(chunk.toString()).toBe('data: 1\n\n');
        response.destroy();
      });
      response.once('error', () => undefined);
    }
    await closed;
  });

  it('closes a stream whose reader has left before it began', async () => {
    let reached = (): void => undefined;
    const underWay = new Promise<void>((resolve) => (reached = resolve));
    const closed = new Promise<void>((resolve) => {
      void serve((_request, response) => {
        reached();
        setTimeout(() => response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write('data: 1\n\n'), 50);
        response.once('close', resolve);
      }).then(() => {
        const reader = get(new URL('/a', base)).on('error', () => undefined);
        void underWay.then(() => reader.destroy());
      });
    });
    await closed;
  });

  it('keeps a stream open for longer than the upstream may be silent', async () => {
    const beats = 50;
    await serve(
      (_request, response) => {
        let beat = 0;
        response.writeHead(200, { 'Content-Type': 'text/event-stream' });
        const beating = setInterval(() => {
          response.write(': heartbeat\n\n');
          beat += 1;
          if (beat < beats) return;
          clearInterval(beating);
          response.end();
        }, 50);
      },
      { read_timeout: 500, retries: 0 },
    );
    const stream = await openEventStream(new URL('/a', base).href, {});
    expect(await stream.ended).toBe('complete');
    expect(stream.text.match(/heartbeat/g)).toHaveLength(beats);
  });

  it('cuts a stream whose upstream is silent for too long', async () => {
    await serve((_request, response) => void response.writeHead(200).write('data: 1\n\n'), { read_timeout: 100 });
    const stream = await openEventStream(new URL('/a', base).href, {});
    expect(await stream.ended).toBe('cut');
    expect(requests).toBe(1);
  });

  it('finishes what is under way before it closes', async () => {
    let reached = (): void => undefined;
    const underWay = new Promise<void>((resolve) => (reached = resolve));
    await serve((_request, response) => {
      reached();
      setTimeout(() => response.end('done'), 50);
    });
    const held = send(base, { path: '/a' });
    await underWay;
    const closing = gateway.close();
    expect(await held).toMatchObject({ status: 200, text: 'done' });
    await closing;
    await expect(send(base, { path: '/a' })).rejects.toThrow('ECONNREFUSED');
  });

  it.each([
    [
      'two lengths of a body',
      'POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n',
      'Bad request',
    ],
    ['no Host', 'GET /a HTTP/1.1\r\nConnection: close\r\n\r\n', 'Bad request'],
    ['an empty Host', 'GET /a HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n', 'Bad request'],
    ['a Host that is a path', 'GET /a HTTP/1.1\r\nHost: a/b\r\nConnection: close\r\n\r\n', 'Bad request'],
    ['two Hosts', 'GET /a HTTP/1.1\r\nHost: a\r\nHost: a\r\nConnection: close\r\n\r\n', 'Bad request'],
    ['a whole address', 'GET http://a/a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 'Bad request'],
    ['a tunnel', 'CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n', 'Bad request'],
    [
      'a broken piece of a body',
      'POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n',
      'Bad request',
    ],
    ['no HTTP', 'hello\r\n\r\n', 'Bad request'],
    [
      'endless headers',
      `GET /a HTTP/1.1\r\nHost: a\r\n${`X: ${'a'.repeat(4000)}\r\n`.repeat(10)}\r\n`,
      'Request header or cookie too large',
    ],
    [
      'too many headers',
      `GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${'a: b\r\n'.repeat(1000)}\r\n`,
      'Request header or cookie too large',
    ],
  ])('refuses %s', async (_name, text, message) => {
    await serve((_request, response) => response.end());
    const answer = await spoken(base, text);
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(answer).toMatch(new RegExp(`${message}\nrequest_id: [0-9a-f]{32}\n$`));
    expect(requests).toBe(0);
  });

  it('refuses a line that no buffer holds', async () => {
    await serve((_request, response) => response.end());
    const answer = await spoken(base, `GET /${'a'.repeat(40_000)} HTTP/1.1\r\nHost: a\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 414 URI Too Long\r\n[^]*\r\n\r\nURI too long\n/);
  });

  it('answers what the parser refuses in the form that it asks for, with what plugins add', async () => {
    const cors = { name: 'cors', config: { origins: ['http://a.example', 'http://b.example'] } };
    const id = { name: 'correlation-id', config: { header_name: 'X-Id', generator: 'uuid', echo_downstream: true } };
    await serve((_request, response) => response.end(), {}, [cors, id]);
    const lines = ['Host: a', 'X-Id: abc', 'Origin: http://b.example', 'Accept: text/html', 'Content-Length: 1'];
    const request = `POST /a HTTP/1.1\r\n${lines.join('\r\n')}\r\nTransfer-Encoding: chunked\r\n\r\n`;
    const [head = '', body] = (await spoken(base, request)).split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 400 /);
    expect(head).toMatch(/\r\nX-Id: abc\r\n/);
    expect(head).toMatch(/\r\nAccess-Control-Allow-Origin: http:\/\/b\.example\r\n/);
    expect(body).toMatch(/<p>Bad request\.<\/p>/);
  });
});

function spoken({ hostname, port }: URL, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let heard = '';
    const socket = connect(Number(port), hostname, () => socket.write(text));
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
    socket.once('close', () => resolve(heard)).once('error', reject);
  });
}
