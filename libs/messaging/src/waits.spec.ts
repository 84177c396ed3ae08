import { Envelope } from '@tradewind/contracts';
import { arrivalOf, PUBLISHED_HEADER, waitsOf, wayOf } from './waits';

const T = Date.UTC(2026, 0, 1, 12);
const iso = (ms: number) => new Date(T + ms).toISOString();
const command = { time: iso(0) } as Envelope;

describe('where the time between a command and its reply went', () => {
  const way = wayOf(command, { publishedAt: new Date(T + 10), receivedAt: new Date(T + 30) });
  const reply = { ...way, time: iso(60) } as Envelope;

  it('is told by the reply and by when it arrived', () =>
    expect(waitsOf(reply, { publishedAt: new Date(T + 100), receivedAt: new Date(T + 150) })).toEqual({
      commandInOutbox: 10,
      commandInQueue: 20,
      work: 30,
      replyInOutbox: 40,
      replyInQueue: 50,
    }));

  it('is never less than nothing, though clocks differ', () =>
    expect(waitsOf(reply, { publishedAt: new Date(T + 50), receivedAt: new Date(T + 150) })?.replyInOutbox).toBe(0));

  it('is unknown when either message does not tell', () => {
    const arrival = { publishedAt: new Date(T), receivedAt: new Date(T) };
    expect(waitsOf({ time: iso(60) } as Envelope, arrival)).toBeUndefined();
    expect(waitsOf(reply, { receivedAt: new Date(T) })).toBeUndefined();
    expect(wayOf(command, { receivedAt: new Date(T) })).toEqual({});
  });

  it('takes the time of publishing from a header that is a number', () => {
    expect(arrivalOf({ [PUBLISHED_HEADER]: T }).publishedAt).toEqual(new Date(T));
    expect(arrivalOf({ [PUBLISHED_HEADER]: 'soon' }).publishedAt).toBeUndefined();
    expect(arrivalOf().publishedAt).toBeUndefined();
  });
});
