import { AmqpConnection } from '@golevelup/nestjs-rabbitmq';
import { Channel, ConsumeMessage } from 'amqplib';
import { setTimeout as pause } from 'node:timers/promises';

/** How long the broker may take to hand out what it has counted, and to have back what was not acknowledged. */
const PATIENCE_MS = 2_000;

/**
 * @param held the oldest messages of the queue
 * @param acknowledge takes messages out of the queue for good: one of those held, or several from the first one on.
 * Called once: of many single acknowledgements, a channel that is closed right after them loses some.
 */
export type Work = (
  held: readonly ConsumeMessage[],
  acknowledge: (done: readonly ConsumeMessage[]) => void,
) => Promise<void>;

/**
 * Holds the oldest `limit` messages of a queue while `work` runs; what it does not acknowledge is at the head of the
 * queue again afterwards, in order, also if the process dies.
 *
 * For that, a quorum queue must hand them out to one consumer and get them back by the end of its channel. What comes
 * back with nack goes to the end of a queue without a delivery limit; each basic.get is a consumer of its own, and what
 * several had comes back in any order.
 * @returns how many messages the queue has afterwards
 */
export async function holdOldest(amqp: AmqpConnection, queue: string, limit: number, work: Work): Promise<number> {
  return onChannel(amqp, async (counter) => {
    const { messageCount } = await counter.checkQueue(queue);
    let gone = 0;
    try {
      await onChannel(amqp, async (holder) => {
        const held = await take(holder, queue, Math.min(messageCount, limit));
        await work(held, (done) => {
          const last = done.at(-1);
          if (last) holder.ack(last, done.length > 1);
          gone += done.length;
        });
      });
    } catch (error) {
      await countOnceBack(counter, queue, messageCount - gone).catch(() => undefined);
      throw error;
    }
    return countOnceBack(counter, queue, messageCount - gone);
  });
}

/** Resolves when the broker has closed the channel, and so has seen what was acknowledged on it. */
async function onChannel<T>(amqp: AmqpConnection, work: (channel: Channel) => Promise<T>): Promise<T> {
  const { connection } = amqp.managedConnection;
  if (!connection) throw new Error('There is no connection to the broker.');
  const channel = await connection.createChannel();
  // What was asked on the channel rejects too; without a listener the event would end the process.
  channel.on('error', () => undefined);
  let result: T;
  try {
    result = await work(channel);
  } catch (error) {
    await close(channel).catch(() => undefined);
    throw error;
  }
  await close(channel);
  return result;
}

/** Unlike `channel.close()`, which waits for ever when the connection is lost before its answer. */
function close(channel: Channel): Promise<void> {
  return new Promise((resolve, reject) => {
    // The event comes with the answer too, just before `close` resolves.
    channel.once('close', () => setImmediate(() => reject(new Error('The channel was lost.'))));
    channel.close().then(resolve, reject);
  });
}

/** The oldest `count` messages; fewer when some are held elsewhere and do not come in time. */
async function take(channel: Channel, queue: string, count: number): Promise<ConsumeMessage[]> {
  if (count === 0) return [];
  const messages: ConsumeMessage[] = [];
  await channel.prefetch(count);
  let stop = (): void => undefined;
  const complete = new Promise<void>((resolve) => (stop = resolve));
  const { consumerTag } = await channel.consume(queue, (message) => {
    if (message) messages.push(message);
    if (!message || messages.length === count) stop();
  });
  await Promise.race([complete, pause(PATIENCE_MS, undefined, { ref: false })]);
  // Else each acknowledgement would bring another one.
  await channel.cancel(consumerTag);
  return messages;
}

/** The broker gives back after it has closed the channel; until then the queue looks shorter than it is. */
async function countOnceBack(channel: Channel, queue: string, expected: number): Promise<number> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const { messageCount } = await channel.checkQueue(queue);
    if (messageCount >= expected || Date.now() > end) return messageCount;
    await pause(10);
  }
}
