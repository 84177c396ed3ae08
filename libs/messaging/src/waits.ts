import { Envelope } from '@tradewind/contracts';
import { Waits } from '@tradewind/saga';

/** When a message was published, in ms since 1970; its envelope tells when it was written. */
export const PUBLISHED_HEADER = 'x-published-at';

/** When a delivery was published (undefined if its sender did not say) and when it was taken in. */
export interface Arrival {
  readonly publishedAt?: Date;
  readonly receivedAt: Date;
}

/** @param headers of a delivery that has just arrived */
export function arrivalOf(headers: Readonly<Record<string, unknown>> = {}): Arrival {
  const published = headers[PUBLISHED_HEADER];
  const receivedAt = new Date();
  return Number.isSafeInteger(published) ? { publishedAt: new Date(published as number), receivedAt } : { receivedAt };
}

/** What a reply tells about the way of the command that it answers. */
export function wayOf(command: Envelope, { publishedAt, receivedAt }: Arrival): Partial<Envelope> {
  if (!publishedAt) return {};
  return {
    commandtime: command.time,
    commandpublished: publishedAt.toISOString(),
    commandreceived: receivedAt.toISOString(),
  };
}

/**
 * Where the time between a command and its reply went. The services' clocks may differ by a little, so no part is
 * shorter than nothing.
 * @returns undefined if the reply does not tell
 */
export function waitsOf(reply: Envelope, arrival: Arrival): Waits | undefined {
  const { commandtime, commandpublished, commandreceived, time } = reply;
  const [written, published, received, replied] = [commandtime, commandpublished, commandreceived, time].map(toMs);
  const replyPublished = arrival.publishedAt?.getTime();
  const waits: Waits = {
    commandInOutbox: between(written, published),
    commandInQueue: between(published, received),
    work: between(received, replied),
    replyInOutbox: between(replied, replyPublished),
    replyInQueue: between(replyPublished, arrival.receivedAt.getTime()),
  };
  return Object.values(waits).every(Number.isFinite) ? waits : undefined;
}

function toMs(time: string | undefined): number {
  return Date.parse(time ?? '');
}

function between(from = Number.NaN, to = Number.NaN): number {
  return Math.max(0, to - from);
}
