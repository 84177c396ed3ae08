import { eventually } from '@tradewind/testing';
import { eventStream, ServerSentEvent, textOf } from './event-stream';

const LONG_MS = 60_000;

/** Events that come when the test says so. */
function script() {
  const steps: ((step: ServerSentEvent | Error | 'over') => void)[] = [];
  let isLeft = false;
  async function* events(): AsyncGenerator<ServerSentEvent, void> {
    try {
      for (;;) {
        const step = await new Promise<ServerSentEvent | Error | 'over'>((resolve) => steps.push(resolve));
        if (step === 'over') return;
        if (step instanceof Error) throw step;
        yield step;
      }
    } finally {
      isLeft = true;
    }
  }
  const next = (step: ServerSentEvent | Error | 'over') =>
    eventually(() => {
      expect(steps).not.toHaveLength(0);
      steps.shift()!(step);
    });
  return { events: events(), next, left: () => isLeft };
}

function reading(events: AsyncGenerator<ServerSentEvent, void>, heartbeatMs = LONG_MS) {
  const heard: string[] = [];
  const errors: unknown[] = [];
  const stream = eventStream(events, heartbeatMs, (error) => errors.push(error));
  const over = (async () => {
    for await (const text of stream) heard.push(text);
  })();
  return { heard, errors, over, stream };
}

describe('an event on the wire', () => {
  it('has its name, its id and its data in one line', () => {
    expect(textOf({ event: 'step', id: 7, data: { detail: 'two\nlines' } })).toBe(
      'event: step\nid: 7\ndata: {"detail":"two\\nlines"}\n\n',
    );
  });

  it('has no id line when nothing can be resumed after it', () => {
    expect(textOf({ event: 'end', data: {} })).toBe('event: end\ndata: {}\n\n');
  });
});

describe('an event stream', () => {
  it('says something at once, then passes on what comes, and ends with it', async () => {
    const { events, next, left } = script();
    const { heard, over } = reading(events);
    await eventually(() => expect(heard).toEqual([expect.stringMatching(/^retry: 2000\n: .*\n\n$/)]));
    await next({ event: 'step', id: 1, data: {} });
    await eventually(() => expect(heard[1]).toBe('event: step\nid: 1\ndata: {}\n\n'));
    await next('over');
    await over;
    expect(heard).toHaveLength(2);
    expect(left()).toBe(true);
  });

  it('beats while nothing comes, and loses nothing by it', async () => {
    const { events, next } = script();
    const { heard, over } = reading(events, 5);
    const beats = () => heard.filter((text) => text === ': heartbeat\n\n').length;
    await eventually(() => expect(beats()).toBeGreaterThan(1));
    await next({ event: 'step', id: 1, data: {} });
    await next('over');
    await over;
    expect(heard.filter((text) => text.startsWith('event:'))).toHaveLength(1);
  });

  it('ends and says why to the log, once, when the events fail', async () => {
    const { events, next } = script();
    const { over, errors } = reading(events, 5);
    await next(new Error('a bug'));
    await over;
    expect(errors).toEqual([new Error('a bug')]);
  });

  it('leaves the events when its reader leaves', async () => {
    const { events, next, left } = script();
    const { stream, heard } = reading(events);
    await next({ event: 'step', id: 1, data: {} });
    await eventually(() => expect(heard).toHaveLength(2));
    const leaving = stream.return();
    await next('over');
    await leaving;
    expect(left()).toBe(true);
  });
});
