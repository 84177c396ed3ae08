import { Logger } from '@nestjs/common';
import { eventually, MemoryEndedSessions, openEventStream } from '@tradewind/testing';
import { fastify, FastifyInstance } from 'fastify';
import { AddressInfo, connect } from 'node:net';
import { ServerSentEvent } from './event-stream';
import { OpenStreams, TooManyStreams } from './open-streams';

type Events = (signal: AbortSignal) => AsyncGenerator<ServerSentEvent, void>;

async function* silence(signal: AbortSignal): AsyncGenerator<ServerSentEvent, void> {
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
}

async function* oneEvent(signal: AbortSignal): AsyncGenerator<ServerSentEvent, void> {
  yield { event: 'step', id: 1, data: {} };
  yield* silence(signal);
}

async function* moreThanASocketHolds(signal: AbortSignal): AsyncGenerator<ServerSentEvent, void> {
  while (!signal.aborted) yield { event: 'step', data: 'x'.repeat(100_000) };
}

describe('open event streams', () => {
  let server: FastifyInstance;
  let streams: OpenStreams;
  let endedSessions: MemoryEndedSessions;
  let url: string;

  async function serve(
    events: Events,
    { most = 10, mostOfOne = 10, heartbeatMs = 60_000, until = undefined as Date | undefined } = {},
  ) {
    endedSessions = new MemoryEndedSessions();
    streams = new OpenStreams(endedSessions, most, heartbeatMs, mostOfOne);
    server = fastify();
    server.get('/:reader', (request, reply) => {
      const { reader: userId } = request.params as { reader: string };
      try {
        streams.send(reply, events, {
          userId,
          sessionId: `session of ${userId}`,
          ...(until ? { expiresAt: until } : {}),
        });
      } catch (error) {
        void reply.status(error instanceof TooManyStreams ? 503 : 500).send();
      }
    });
    url = await server.listen({ host: '127.0.0.1', port: 0 });
  }
  const open = (reader = 'yash') => openEventStream(`${url}/${reader}`, {});

  afterEach(async () => {
    await streams.beforeApplicationShutdown();
    await server.close();
  });

  it('are answered at once, before there is an event, and may not be kept or buffered by others', async () => {
    await serve(silence);
    const { status, headers, text } = await open();
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    expect(text).toMatch(/^retry: 2000\n: /);
  });

  it('beat through silence', async () => {
    await serve(oneEvent, { heartbeatMs: 10 });
    const stream = await open();
    await eventually(() => expect(stream.text).toContain(': heartbeat\n\n: heartbeat\n\n'));
  });

  it('end when their reader leaves, and leave nothing behind', async () => {
    let left = 0;
    await serve(async function* (signal) {
      try {
        yield* oneEvent(signal);
      } finally {
        left += 1;
      }
    });
    const readers = await Promise.all([open(), open(), open()]);
    await eventually(() => readers.forEach(({ events }) => expect(events).toHaveLength(1)));
    expect(streams.count).toBe(3);
    readers.forEach((reader) => reader.close());
    await eventually(() => expect([streams.count, left]).toEqual([0, 3]));
  });

  it('leave nothing behind of a reader that only asks for the head', async () => {
    await serve(oneEvent);
    expect((await fetch(`${url}/yash`, { method: 'HEAD' })).headers.get('content-type')).toBe('text/event-stream');
    await eventually(() => expect(streams.count).toBe(0));
  });

  it('leave nothing behind of readers that have gone before they are answered', async () => {
    await serve(oneEvent);
    for (let reader = 0; reader < 20; reader++) {
      const socket = connect(Number(new URL(url).port), '127.0.0.1', () => {
        socket.write('GET /yash HTTP/1.1\r\nHost: a\r\n\r\n', () => socket.destroy());
      });
    }
    await open();
    await eventually(() => expect(streams.count).toBe(1));
  });

  it('are not all taken by one reader', async () => {
    await serve(oneEvent, { mostOfOne: 2 });
    expect([(await open()).status, (await open()).status, (await open()).status]).toEqual([200, 200, 503]);
    expect((await open('meera')).status).toBe(200);
  });

  it('are not more than this process can carry; a place is free again when one closes', async () => {
    await serve(oneEvent, { most: 1 });
    const first = await open();
    expect((await open()).status).toBe(503);
    first.close();
    await eventually(async () => expect((await open()).status).toBe(200));
  });

  it('end when the session of their reader has ended, and no others', async () => {
    await serve(oneEvent, { heartbeatMs: 10 });
    const [yash, tern] = [await open('yash'), await open('tern')];
    await endedSessions.add([{ id: 'session of yash', until: new Date() }]);
    await yash.ended;
    expect(streams.count).toBe(1);
    tern.close();
  });

  it('end with the token, as an answer does', async () => {
    await serve(oneEvent, { until: new Date(Date.now() + 50) });
    const stream = await open();
    expect(await stream.ended).toBe('complete');
    expect(stream.events).toHaveLength(1);
    expect(streams.count).toBe(0);
  });

  it('do not end with a token that outlives every timer', async () => {
    await serve(oneEvent, { until: new Date('2999-01-01'), heartbeatMs: 5 });
    const stream = await open();
    await eventually(() => expect(stream.text).toContain(': heartbeat'));
    expect(streams.count).toBe(1);
  });

  it('end when the service shuts down, and no other is opened', async () => {
    await serve(oneEvent);
    const [one, other] = await Promise.all([open(), open()]);
    await streams.beforeApplicationShutdown();
    expect(streams.count).toBe(0);
    expect(await Promise.all([one.ended, other.ended])).toEqual(['complete', 'complete']);
    expect((await open()).status).toBe(503);
  });

  it('are cut when the service shuts down and their reader takes nothing off', async () => {
    await serve(moreThanASocketHolds);
    const { port } = server.server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1').pause();
    socket.on('error', () => undefined).write('GET /yash HTTP/1.1\r\nHost: a\r\n\r\n');
    await eventually(() => expect(streams.count).toBe(1));
    await streams.beforeApplicationShutdown();
    expect(streams.count).toBe(0);
    socket.destroy();
  });

  it('end and say so in the log, once, when their events fail', async () => {
    const log = jest.spyOn(Logger.prototype, 'error').mockImplementation();
    await serve(async function* () {
      yield { event: 'step', data: {} };
      throw new Error('a bug');
    });
    expect(await (await open()).ended).toBe('complete');
    expect(log).toHaveBeenCalledTimes(1);
    log.mockRestore();
  });
});
