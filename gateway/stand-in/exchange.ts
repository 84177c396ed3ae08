import type { IncomingMessage } from 'node:http';

export type Line = readonly [name: string, value: string];

/** What a request says before its body. */
export interface Head {
  method: string;
  target: string;
  version: string;
  /** As they came: repeated names stay apart, and case is kept. */
  lines: readonly Line[];
}

export interface Peer {
  address: string;
  /** The gateway's own port that it has called. */
  port: number;
}

export interface Consumer {
  id: string;
  username: string;
}

/** One request on its way through: what came in, what was found out, and what is to be added in both directions. */
export class Exchange {
  readonly startedAt = performance.now();
  readonly rawPath: string;
  /** The query with its question mark; a mark alone is kept, too. */
  readonly search: string;
  /** The names of the service and the route that matched. */
  service: string | undefined;
  route: string | undefined;
  /** How long the upstream took; undefined where the answer is the gateway's own. */
  upstreamMs: number | undefined;
  /** The gateway's own part of the time until there was an answer. */
  ownMs = 0;
  consumer: Consumer | undefined;
  correlationId: string | undefined;
  traceId: string | undefined;
  /** Replaces what the client sent under these names; undefined removes a header. */
  readonly towardsUpstream: Record<string, string | undefined> = {};
  /** Replaces what the upstream sent, except `vary`, which is added; undefined removes a header. */
  readonly towardsClient: Record<string, string | undefined> = {};
  private readonly values = new Map<string, string[]>();
  private received: Promise<Buffer | undefined> | undefined;
  private readonly enders: ((status: number) => void)[] = [];

  constructor(
    readonly requestId: string,
    readonly head: Head,
    readonly peer: Peer,
    readonly now: number,
    private readonly incoming?: IncomingMessage,
  ) {
    const mark = head.target.indexOf('?');
    this.rawPath = mark < 0 ? head.target : head.target.slice(0, mark);
    this.search = mark < 0 ? '' : head.target.slice(mark);
    for (const [name, value] of head.lines) {
      const key = name.toLowerCase();
      const known = this.values.get(key);
      if (known) known.push(value);
      else this.values.set(key, [value]);
    }
  }

  get method(): string {
    return this.head.method;
  }

  /** The first line of that name, as Kong's plugins see it. */
  header(name: string): string | undefined {
    return this.all(name)[0];
  }

  all(name: string): readonly string[] {
    return this.values.get(name.toLowerCase()) ?? [];
  }

  /** Has `action` called when the answer is out, or the client is gone. */
  whenEnded(action: (status: number) => void): void {
    this.enders.push(action);
  }

  end(status: number): void {
    for (const action of this.enders) action(status);
  }

  milliseconds(): number {
    return Math.round(performance.now() - this.startedAt);
  }

  answered(upstreamMs?: number): void {
    this.upstreamMs = upstreamMs;
    this.ownMs = Math.max(0, this.milliseconds() - (upstreamMs ?? 0));
  }

  /**
   * The whole body, or undefined where it is longer than `limit`. Read once; only the first limit counts.
   * @throws ClientTooSlow
   */
  body(limit = Number.POSITIVE_INFINITY): Promise<Buffer | undefined> {
    this.received ??= this.incoming ? readBody(this.incoming, limit) : Promise.resolve(Buffer.alloc(0));
    return this.received;
  }
}

export class ClientTooSlow extends Error {}

/** Between two pieces of a body, as in nginx: a long upload is fine while it moves. */
const LONGEST_PAUSE_MS = 60_000;

function readBody(incoming: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const pause = setTimeout(() => reject(new ClientTooSlow()), LONGEST_PAUSE_MS);
    const collect = (chunk: Buffer): void => {
      pause.refresh();
      size += chunk.length;
      chunks.push(chunk);
      if (size <= limit) return;
      incoming.off('data', collect).resume();
      resolve(undefined);
    };
    incoming.on('data', collect);
    incoming.once('end', () => resolve(Buffer.concat(chunks)));
    incoming.once('error', reject).once('close', () => clearTimeout(pause));
  });
}
