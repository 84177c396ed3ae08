import { AmqpConnection } from '@golevelup/nestjs-rabbitmq';
import { createTestVhost, eventually, MemoryMetrics, TestVhost } from '@tradewind/testing';
import { ChannelModel, ConfirmChannel, connect, GetMessage } from 'amqplib';
import { ConfirmingPublisher, deadQueueOf, DeadLetters, DeadLettersInterrupted, Exchange } from '../../src';
import { QueueConsumer } from '../../src/consumer';
import { QueueMetrics } from '../../src/queue.metrics';
import { DELIVERY_LIMIT, assertTopology } from '../../src/topology';

jest.setTimeout(20_000);

const QUEUE = 'order.replies';
const DEAD = deadQueueOf(QUEUE);

/** One process of a service: a connection, and what works on it. */
async function aProcess(url: string) {
  const logger = { log: () => undefined, warn: () => undefined, error: () => undefined };
  const connectionManagerOptions = { reconnectTimeInSeconds: 1 };
  const amqp = new AmqpConnection({ uri: url, enableDirectReplyTo: false, logger, connectionManagerOptions });
  await amqp.init();
  await amqp.managedChannel.addSetup(assertTopology);
  const publisher = new ConfirmingPublisher(amqp);
  const consumer = new QueueConsumer(QUEUE, [], amqp, publisher, new QueueMetrics(new MemoryMetrics(), QUEUE));
  return { amqp, publisher, consumer, deadLetters: new DeadLetters(amqp, publisher), close: () => amqp.close() };
}

describe('the dead letters of a queue', () => {
  let vhost: TestVhost;
  let here: Awaited<ReturnType<typeof aProcess>>;
  let broker: ChannelModel;
  let channel: ConfirmChannel;
  const silent = async () => undefined;

  beforeAll(async () => {
    vhost = await createTestVhost();
    here = await aProcess(vhost.url);
    broker = await connect(vhost.url, { clientProperties: { connection_name: 'test' } });
    channel = await broker.createConfirmChannel();
  }, 30_000);

  beforeEach(async () => {
    for (const queue of [QUEUE, DEAD]) await channel.purgeQueue(queue);
  });

  afterAll(async () => {
    await here?.close();
    await broker?.close();
    await vhost?.drop();
  });

  const idsOf = (letters: readonly { id: string }[]) => letters.map(({ id }) => id);
  const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => `m-${from + n}`);

  /** m-1, m-2, ..., as a consumer would have given them up. */
  async function die(count: number): Promise<string[]> {
    const ids = range(1, count);
    const headers = { 'x-attempt': 5, 'x-dead-reason': 'not today', 'x-colour': 'blue' };
    for (const messageId of ids)
      channel.publish(Exchange.DeadLetters, QUEUE, Buffer.from(messageId), { messageId, headers });
    await channel.waitForConfirms();
    return ids;
  }
  const listed = async (limit = 100) => idsOf((await here.deadLetters.list(QUEUE, limit)).items);
  async function taken(queue: string): Promise<GetMessage[]> {
    const messages: GetMessage[] = [];
    for (;;) {
      const message = await channel.get(queue, { noAck: true });
      if (!message) return messages;
      messages.push(message);
    }
  }
  const idsIn = async (queue: string) => (await taken(queue)).map(({ properties }) => properties.messageId as string);

  describe('are looked at', () => {
    it.each([1, 20, 40, 50, 100])('again and again, %i at most, and stay as they are', async (limit) => {
      const ids = await die(50);
      for (let time = 0; time < 5; time++) {
        const { items, count } = await here.deadLetters.list(QUEUE, limit);
        expect([idsOf(items), count]).toEqual([ids.slice(0, limit), 50]);
      }
      expect(await idsIn(DEAD)).toEqual(ids);
    });

    it('more often than a message may be delivered', async () => {
      const ids = await die(3);
      for (let time = 0; time < DELIVERY_LIMIT + 5; time++) expect(await listed()).toEqual(ids);
    });

    it('by many at once', async () => {
      const ids = await die(50);
      const lists = await Promise.all(Array.from({ length: 10 }, () => listed()));
      for (const list of lists) expect(list).toEqual(ids);
    });

    it('when there are none', async () => {
      expect(await here.deadLetters.list(QUEUE, 20)).toEqual({ items: [], count: 0 });
    });

    it('with the reason, also when the broker has moved the message because its consumers were lost', async () => {
      channel.publish('', QUEUE, Buffer.from('poison'), { messageId: 'm-1' });
      for (let delivery = 0; delivery <= DELIVERY_LIMIT; delivery++) {
        const message = await eventually(
          async () => (await channel.get(QUEUE)) || Promise.reject(new Error('not yet')),
        );
        channel.nack(message, false, true);
      }
      const [letter] = await eventually(async () => {
        const { items } = await here.deadLetters.list(QUEUE, 1);
        expect(items).toHaveLength(1);
        return items;
      });
      expect(letter).toMatchObject({
        id: 'm-1',
        reason: `handed out more than ${DELIVERY_LIMIT} times, and never acknowledged`,
        attempts: DELIVERY_LIMIT + 1,
        diedAt: expect.any(Date),
      });
    });
  });

  describe('are sent again', () => {
    it('one from the middle, as it was before it was handled', async () => {
      const ids = await die(50);
      expect(await here.deadLetters.replay(QUEUE, { id: 'm-25' }, silent)).toEqual({ count: 1, remaining: 49 });
      const [sent, ...more] = await taken(QUEUE);
      expect(more).toEqual([]);
      expect(sent?.content.toString()).toBe('m-25');
      expect(sent?.properties).toMatchObject({ messageId: 'm-25', deliveryMode: 2 });
      // The broker counts the deliveries of this new life.
      const headers = Object.keys(sent?.properties.headers ?? {}).sort();
      expect(headers).toEqual(['x-colour', 'x-delivery-count', 'x-published-at']);
      expect(await idsIn(DEAD)).toEqual(ids.filter((id) => id !== 'm-25'));
    });

    it('once: the second call finds nothing', async () => {
      await die(3);
      await here.deadLetters.replay(QUEUE, { id: 'm-2' }, silent);
      const before = jest.fn(silent);
      expect(await here.deadLetters.replay(QUEUE, { id: 'm-2' }, before)).toEqual({ count: 0, remaining: 2 });
      expect(before).not.toHaveBeenCalled();
      expect(await idsIn(QUEUE)).toEqual(['m-2']);
    });

    it('all, in order, once it is noted which', async () => {
      const ids = await die(50);
      const before = jest.fn(silent);
      expect(await here.deadLetters.replay(QUEUE, { all: true }, before)).toEqual({ count: 50, remaining: 0 });
      expect(before.mock.calls).toMatchObject([[ids.map((id) => ({ id, queue: QUEUE, reason: 'not today' }))]]);
      expect(await idsIn(QUEUE)).toEqual(ids);
    });

    it('all that were there: what dies again stays for the next call', async () => {
      const ids = await die(20);
      await here.consumer.start();
      expect(await here.deadLetters.replay(QUEUE, { all: true }, silent)).toMatchObject({ count: 20 });
      await eventually(async () => expect((await listed()).sort()).toEqual([...ids].sort()));
      const { items } = await here.deadLetters.list(QUEUE, 1);
      expect(items).toMatchObject([{ reason: 'not JSON', attempts: 1 }]);
      await here.consumer.stop();
    });

    it('one by one when there are copies', async () => {
      await die(2);
      await die(2);
      for (const remaining of [3, 2]) {
        expect(await here.deadLetters.replay(QUEUE, { id: 'm-1' }, silent)).toEqual({ count: 1, remaining });
      }
      expect([await idsIn(QUEUE), await idsIn(DEAD)]).toEqual([
        ['m-1', 'm-1'],
        ['m-2', 'm-2'],
      ]);
    });

    it('by the hash of the content when it came without an id', async () => {
      channel.publish(Exchange.DeadLetters, QUEUE, Buffer.from('poison'));
      await channel.waitForConfirms();
      const [id] = await listed();
      expect(await here.deadLetters.replay(QUEUE, { id: id! }, silent)).toEqual({ count: 1, remaining: 0 });
      expect(await idsIn(QUEUE)).toEqual([id]);
    });

    it('once by two processes that do it at the same time', async () => {
      const ids = await die(100);
      const there = await aProcess(vhost.url);
      const counts = await Promise.all(
        [here, there].map(({ deadLetters }) => deadLetters.replay(QUEUE, { all: true }, silent)),
      );
      await there.close();
      expect(counts[0]!.count + counts[1]!.count).toBe(100);
      expect((await idsIn(QUEUE)).sort()).toEqual([...ids].sort());
      expect(await listed()).toEqual([]);
    });
  });

  describe('are thrown away', () => {
    it('one', async () => {
      await die(3);
      expect(await here.deadLetters.discard(QUEUE, { id: 'm-1' }, silent)).toEqual({ count: 1, remaining: 2 });
      expect([await idsIn(DEAD), await idsIn(QUEUE)]).toEqual([['m-2', 'm-3'], []]);
    });

    it('all, up to a thousand at once', async () => {
      await die(1_100);
      expect(await here.deadLetters.discard(QUEUE, { all: true }, silent)).toEqual({ count: 1_000, remaining: 100 });
      expect(await listed(1)).toEqual(['m-1001']);
      expect(await here.deadLetters.discard(QUEUE, { all: true }, silent)).toEqual({ count: 100, remaining: 0 });
      expect([await idsIn(DEAD), await idsIn(QUEUE)]).toEqual([[], []]);
    });
  });

  describe('survive', () => {
    it('that it cannot be noted what is done to them', async () => {
      const ids = await die(5);
      const noAuditLog = new Error('no audit log');
      const unable = () => Promise.reject(noAuditLog);
      await expect(here.deadLetters.discard(QUEUE, { all: true }, unable)).rejects.toBe(noAuditLog);
      expect([await listed(), await idsIn(QUEUE)]).toEqual([ids, []]);
    });

    it('a crash between the copy and its acknowledgement: there is one more copy, and nothing is lost', async () => {
      const ids = await die(5);
      const publish = here.publisher.publish.bind(here.publisher);
      const crash = jest.spyOn(here.publisher, 'publish').mockImplementation(async (message) => {
        await publish(message);
        if (message.messageId === 'm-3') throw new Error('crash');
      });
      const error = await here.deadLetters.replay(QUEUE, { all: true }, silent).catch((e: unknown) => e);
      crash.mockRestore();
      expect(error).toBeInstanceOf(DeadLettersInterrupted);
      expect(error).toMatchObject({ done: 2 });
      expect(await idsIn(QUEUE)).toEqual(['m-1', 'm-2', 'm-3']);
      expect(await listed()).toEqual(ids.slice(2));
    });

    it.each(['replay', 'discard'] as const)('the loss of the connection in the middle of a %s', async (action) => {
      const ids = await die(5);
      // The broker's list of connections is some seconds behind.
      const cut = () =>
        eventually(async () => {
          await vhost.cutConnections();
          expect(here.amqp.connected).toBe(false);
        });
      await expect(here.deadLetters[action](QUEUE, { all: true }, cut)).rejects.toThrow(/channel closed/i);
      expect(await eventually(() => listed())).toEqual(ids);
    });
  });
});
