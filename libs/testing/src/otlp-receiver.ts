import { createServer, IncomingMessage, Server } from 'node:http';
import { AddressInfo } from 'node:net';

/** A span as it was received, with what tests look at. */
export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for the first of a trace. */
  readonly parentSpanId: string;
  readonly name: string;
  readonly kind: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  readonly service: string;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
  readonly failed: boolean;
  /** The trace ids of its links. */
  readonly links: readonly string[];
}

/** Receives spans as OTLP over HTTP in JSON (`OTEL_EXPORTER_OTLP_PROTOCOL=http/json`) and keeps them. */
export class OtlpReceiver {
  private readonly spans: ReceivedSpan[] = [];

  private constructor(private readonly server: Server) {}

  static async listen(port = 0): Promise<OtlpReceiver> {
    const server = createServer((request, response) => {
      receiver.take(request).then(
        () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'),
        (error: unknown) => response.writeHead(400).end(String(error)),
      );
    });
    const receiver = new OtlpReceiver(server);
    await new Promise<void>((resolve, reject) =>
      server.once('error', reject).listen(port, '127.0.0.1', () => resolve()),
    );
    return receiver;
  }

  /** What to set as `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** What has been received of a trace so far. */
  trace(traceId: string): ReceivedSpan[] {
    return this.spans.filter((span) => span.traceId === traceId);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async take(request: IncomingMessage): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (request.url === '/v1/traces')
      this.spans.push(...spansIn(JSON.parse(Buffer.concat(chunks).toString('utf8')) as Export));
  }
}

type Value = Readonly<Record<string, string | number | boolean>>;
type Pairs = readonly { readonly key: string; readonly value: Value }[];

interface Export {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: Pairs };
    readonly scopeSpans: readonly { readonly spans: readonly Exported[] }[];
  }[];
}

interface Exported {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly attributes: Pairs;
  readonly status?: { readonly code?: number };
  readonly links?: readonly { readonly traceId: string }[];
}

const KINDS = ['internal', 'internal', 'server', 'client', 'producer', 'consumer'] as const;
const ERROR = 2;

function spansIn(body: Export): ReceivedSpan[] {
  return body.resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = String(valuesOf(resource.attributes)['service.name']);
    return scopeSpans.flatMap(({ spans }) => spans.map((span) => toReceived(span, service)));
  });
}

function toReceived(span: Exported, service: string): ReceivedSpan {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId ?? '',
    name: span.name,
    kind: KINDS[span.kind] ?? 'internal',
    service,
    attributes: valuesOf(span.attributes),
    failed: span.status?.code === ERROR,
    links: span.links?.map(({ traceId }) => traceId) ?? [],
  };
}

function valuesOf(pairs: Pairs): Record<string, string | number | boolean> {
  return Object.fromEntries(pairs.map(({ key, value }) => [key, Object.values(value)[0] ?? '']));
}
