import { BeforeApplicationShutdown, Logger } from '@nestjs/common';
import { DomainError, EndedSessions } from '@tradewind/kernel';
import type { FastifyReply } from 'fastify';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { eventStream, ServerSentEvent } from './event-stream';

const HEADERS = { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' };
/** A stream that is to end has this long to hand over what it has said; then its connection is cut. */
const GRACE_MS = 1_000;
/** The longest that a timer can wait. */
const LONGEST_MS = 2 ** 31 - 1;

export class TooManyStreams extends DomainError {
  readonly code = 'order.too-many-streams';
  readonly kind = 'unavailable';
  override readonly retryAfterSeconds = 5;

  constructor() {
    super('No more event streams can be opened at the moment; please try again.');
  }
}

/** Who reads a stream, and until when they may. */
export interface StreamReader {
  readonly userId: string;
  readonly expiresAt?: Date;
  readonly sessionId?: string;
}

interface OpenStream {
  readonly userId: string;
  end(): void;
  readonly closed: Promise<void>;
}

/** The event streams of this process: not more than it can carry, and none when it shuts down. */
export class OpenStreams implements BeforeApplicationShutdown {
  private readonly logger = new Logger(OpenStreams.name);
  private readonly open = new Set<OpenStream>();
  private isClosing = false;

  constructor(
    private readonly endedSessions: EndedSessions,
    private readonly most = 500,
    /** How often a silent stream says that it is there, and each is looked at whether its reader has logged out. */
    private readonly heartbeatMs = 15_000,
    /** So that nobody takes the places of all. */
    private readonly mostOfOneReader = 20,
  ) {}

  get count(): number {
    return this.open.size;
  }

  /**
   * Answers with an event stream. The signal that `events` is given says when it is to end: its reader has left, may not
   * read any more, or the service shuts down.
   * @throws TooManyStreams
   */
  send(
    reply: FastifyReply,
    events: (signal: AbortSignal) => AsyncGenerator<ServerSentEvent, void>,
    reader: StreamReader,
  ): void {
    if (this.isClosing || this.open.size >= this.most) throw new TooManyStreams();
    if (this.countOf(reader) >= this.mostOfOneReader) throw new TooManyStreams();
    const signal = this.hold(reply, reader);
    const text = eventStream(events(signal), this.heartbeatMs, (error) =>
      this.logger.error(`An event stream broke off: ${error instanceof Error ? error.stack : String(error)}`),
    );
    void reply.headers(HEADERS).send(Readable.from(text));
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isClosing = true;
    const open = [...this.open];
    for (const stream of open) stream.end();
    await Promise.all(open.map(({ closed }) => closed));
  }

  private countOf({ userId }: StreamReader): number {
    return [...this.open].filter((stream) => stream.userId === userId).length;
  }

  /** @returns when the stream is to end; until it is closed, it counts as open */
  private hold({ raw }: FastifyReply, { userId, expiresAt, sessionId }: StreamReader): AbortSignal {
    const ending = new AbortController();
    const end = (): void => {
      ending.abort();
      // A reader that takes nothing off would hold it open for ever.
      cut ??= setTimeout(() => raw.destroy(), GRACE_MS);
    };
    let cut: NodeJS.Timeout | undefined;
    const expiry = setTimeout(end, expiresAt ? Math.min(expiresAt.getTime() - Date.now(), LONGEST_MS) : LONGEST_MS);
    const endIfLoggedOut = async (): Promise<void> => {
      if (sessionId !== undefined && (await this.endedSessions.includes(sessionId))) end();
    };
    const watch = setInterval(() => void endIfLoggedOut(), this.heartbeatMs);
    const closed = finished(raw)
      .catch(() => undefined)
      .then(() => {
        clearTimeout(expiry);
        clearInterval(watch);
        clearTimeout(cut);
        ending.abort();
        this.open.delete(stream);
      });
    const stream = { userId, end, closed };
    this.open.add(stream);
    return ending.signal;
  }
}
