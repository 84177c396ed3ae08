import type { IncomingMessage } from 'node:http';

export interface Consumer {
  id: string;
  username: string;
}

/** One request on its way through: what came in, what was found out, and what is to be added in both directions. */
export class Exchange {
  readonly startedAt = performance.now();
  readonly rawPath: string;
  readonly query: string | undefined;
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
  /** Names in lower case; undefined removes a header. */
  readonly towardsUpstream: Record<string, string | undefined> = {};
  readonly towardsClient: Record<string, string> = {};
  private received: Promise<Buffer | undefined> | undefined;
  private readonly enders: ((status: number) => void)[] = [];

  constructor(
    readonly requestId: string,
    readonly raw: IncomingMessage,
    readonly target: string,
    readonly clientIp: string,
    readonly now: number,
  ) {
    const mark = target.indexOf('?');
    this.rawPath = mark < 0 ? target : target.slice(0, mark);
    this.query = mark < 0 ? undefined : target.slice(mark + 1);
  }

  get method(): string {
    return this.raw.method ?? 'GET';
  }

  header(name: string): string | undefined {
    const value = this.raw.headers[name.toLowerCase()];
    return Array.isArray(value) ? value.join(', ') : value;
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

  /** The whole body, or undefined where it is longer than `limit`. Read once; only the first limit counts. */
  body(limit = Number.POSITIVE_INFINITY): Promise<Buffer | undefined> {
    this.received ??= readBody(this.raw, limit);
    return this.received;
  }
}

function readBody(raw: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const collect = (chunk: Buffer): void => {
      size += chunk.length;
      chunks.push(chunk);
      if (size <= limit) return;
      raw.off('data', collect).resume();
      resolve(undefined);
    };
    raw.on('data', collect);
    raw.once('end', () => resolve(Buffer.concat(chunks)));
    raw.once('error', reject);
  });
}
