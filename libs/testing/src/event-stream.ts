import { get, IncomingHttpHeaders, IncomingMessage } from 'node:http';

export interface ReceivedEvent {
  readonly event: string;
  readonly id?: string;
  readonly data: Record<string, unknown>;
}

/** An answer that may be a stream of server-sent events: what has come of it so far. */
export interface EventStream {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly events: ReceivedEvent[];
  /** How it ended: as an answer does, or with its connection. */
  readonly ended: Promise<'complete' | 'cut'>;
  /** Leaves. */
  close(): void;
}

/** Sends a GET and reads on while the test goes on. Resolves with the first piece of the answer, or its end. */
export async function openEventStream(url: string, headers: Record<string, string>): Promise<EventStream> {
  const response = await new Promise<IncomingMessage>((resolve, reject) =>
    get(url, { headers, agent: false }, resolve).on('error', reject),
  );
  let text = '';
  response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  const ended = new Promise<'complete' | 'cut'>((resolve) => {
    response.on('error', () => undefined).on('close', () => resolve(response.complete ? 'complete' : 'cut'));
  });
  await new Promise((resolve) => response.once('data', resolve).once('close', resolve));
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    get text() {
      return text;
    },
    get events() {
      return eventsIn(text);
    },
    ended,
    close: () => void response.destroy(),
  };
}

function eventsIn(text: string): ReceivedEvent[] {
  return text
    .split('\n\n')
    .slice(0, -1)
    .map((block) => new Map(block.split('\n').map((line) => [line.split(':', 1)[0]!, valueOf(line)])))
    .filter((fields) => fields.has('data'))
    .map((fields) => ({
      event: fields.get('event') ?? 'message',
      ...(fields.has('id') ? { id: fields.get('id')! } : {}),
      data: JSON.parse(fields.get('data')!) as Record<string, unknown>,
    }));
}

function valueOf(line: string): string {
  return line.slice(line.indexOf(':') + 1).trimStart();
}
