/** What an EventSource hears. */
export interface ServerSentEvent {
  readonly event: string;
  /** Where it can be resumed after this event. */
  readonly id?: number;
  /** Becomes JSON, which is one line. */
  readonly data: unknown;
}

/** The first words, sent at once: try again 2 s after the connection is lost. */
const GREETING = 'retry: 2000\n: the events follow\n\n';
const HEARTBEAT = ': heartbeat\n\n';

export function textOf({ event, id, data }: ServerSentEvent): string {
  const lines = [`event: ${event}`, ...(id === undefined ? [] : [`id: ${id}`]), `data: ${JSON.stringify(data)}`];
  return `${lines.join('\n')}\n\n`;
}

/**
 * Events as the text of a stream, with a heartbeat whenever none came for `heartbeatMs`. When they fail, the stream
 * ends as if the connection were lost, and its reader comes back.
 */
export async function* eventStream(
  events: AsyncGenerator<ServerSentEvent, void>,
  heartbeatMs: number,
  onError: (error: unknown) => void,
): AsyncGenerator<string, void> {
  yield GREETING;
  try {
    for (let next = events.next(); ;) {
      const heard = await within(heartbeatMs, next);
      if (heard?.done) return;
      yield heard ? textOf(heard.value) : HEARTBEAT;
      if (heard) next = events.next();
    }
  } catch (error) {
    onError(error);
  } finally {
    await events.return();
  }
}

async function within<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([promise, silence]);
  } finally {
    clearTimeout(timer);
  }
}
