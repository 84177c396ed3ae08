import { Global, INestApplicationContext, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { command, Envelope, event } from '@tradewind/contracts';
import { DomainError, Metrics, newId, UnitOfWork, UseCase } from '@tradewind/kernel';
import { CreateMessageTables1760000000001, Database, PersistenceModule } from '@tradewind/persistence';
import {
  createTestDatabase,
  createTestVhost,
  eventually,
  MemoryMetrics,
  TestDatabase,
  TestVhost,
} from '@tradewind/testing';
import { Channel, ChannelModel, connect, ConsumeMessage } from 'amqplib';
import { IsInt, IsString } from 'class-validator';
import { Consumers } from '../../src/messaging.module';
import {
  commandsOf,
  ConfirmingPublisher,
  deadQueueOf,
  EventPublisher,
  Exchange,
  MAX_DELIVERIES,
  MessagingModule,
} from '../../src';

class PutAside {
  @IsString()
  readonly orderId!: string;

  @IsInt()
  readonly quantity!: number;
}

const putAside = command({
  type: 'inventory.put-aside.v1',
  payload: PutAside,
  done: { type: 'inventory.was-put-aside.v1' },
  refused: { type: 'inventory.not-put-aside.v1', codes: ['inventory.too-many'] },
});
const happened = event('inventory.changed.v1', PutAside);

class TooMany extends DomainError {
  readonly code = 'inventory.too-many';
  readonly kind = 'conflict';
}

/** Writes a row per call, and does as the quantity says. */
class PutAsideHandler implements UseCase<PutAside> {
  calls = 0;
  failures = 0;
  hold: Promise<void> = Promise.resolve();

  constructor(private readonly db: Database) {}

  async handle({ orderId, quantity }: PutAside): Promise<void> {
    this.calls++;
    await this.db.query('INSERT INTO effects (order_id) VALUES ($1)', [orderId]);
    await this.hold;
    if (quantity > 100) throw new TooMany('more than a hundred');
    if (quantity < 0 && this.failures++ < -quantity) throw new Error('not today');
  }
}

const silent = (): void => undefined;

describe('messaging', () => {
  let database: TestDatabase;
  let vhost: TestVhost;
  let app: INestApplicationContext;
  let broker: ChannelModel;
  let channel: Channel;
  let handler: PutAsideHandler;
  let db: Database;
  let replies: Envelope[];
  const metrics = new MemoryMetrics();
  /** The command that was sent last. */
  let asked: string;

  async function start(): Promise<INestApplicationContext> {
    @Global()
    @Module({
      providers: [
        { provide: PutAsideHandler, useFactory: (it: Database) => new PutAsideHandler(it), inject: [Database] },
        { provide: Metrics, useValue: metrics },
      ],
      exports: [PutAsideHandler, Metrics],
    })
    class HandlerModule {}

    const commands = commandsOf('inventory').on(putAside, PutAsideHandler);
    const moduleRef = await Test.createTestingModule({
      imports: [
        HandlerModule,
        PersistenceModule.forRoot({ url: database.url, poolSize: 10, migrations: [CreateMessageTables1760000000001] }),
        MessagingModule.forRoot({ service: 'inventory', url: vhost.url, prefetch: 5, firstRetryMs: 20, commands }),
      ],
    })
      .setLogger({ log: silent, warn: silent, error: silent })
      .compile();
    return moduleRef.init();
  }

  function aCommand(data: Record<string, unknown>, id = newId()): Envelope {
    return {
      specversion: '1.0',
      id,
      type: putAside.type,
      source: '/order',
      subject: 'o-1',
      time: new Date().toISOString(),
      datacontenttype: 'application/json',
      correlationid: 'c-1',
      sagaid: newId(),
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      data,
    };
  }

  function send(message: Envelope | string): void {
    if (typeof message !== 'string') asked = message.id;
    const content = Buffer.from(typeof message === 'string' ? message : JSON.stringify(message));
    channel.publish(Exchange.Commands, 'inventory', content, { persistent: true, messageId: 'm-1' });
  }

  async function takeDeadLetter(): Promise<ConsumeMessage> {
    return eventually(async () => {
      const message = await channel.get(deadQueueOf('inventory.commands'), { noAck: true });
      if (!message) throw new Error('no dead letter yet');
      return message as unknown as ConsumeMessage;
    });
  }

  const effects = (): Promise<unknown[]> => db.query('SELECT order_id FROM effects');
  const reply = (index = 0): Promise<Envelope> =>
    eventually(() => {
      // A command that was sent ten times may be answered again while the next test runs.
      const found = replies.filter(({ causationid }) => causationid === asked)[index];
      if (!found) throw new Error(`there is no reply ${index} yet`);
      return found;
    });

  beforeAll(async () => {
    [database, vhost] = await Promise.all([createTestDatabase(), createTestVhost()]);
    app = await start();
    db = app.get(Database);
    handler = app.get(PutAsideHandler);
    await db.query('CREATE TABLE effects (order_id text)');
    broker = await connect(vhost.url, { clientProperties: { connection_name: 'test' } });
    channel = await broker.createChannel();
    await channel.consume('order.replies', (m) => m && replies.push(JSON.parse(m.content.toString()) as Envelope), {
      noAck: true,
    });
  });

  beforeEach(async () => {
    replies = [];
    Object.assign(handler, { calls: 0, failures: 0, hold: Promise.resolve() });
    await db.query('TRUNCATE effects');
  });

  afterAll(async () => {
    await broker.close();
    await Promise.all([database.drop(), vhost.drop()]);
  });

  it('carries a command out and answers it, with the ids it came with', async () => {
    const sent = aCommand({ order_id: 'o-1', quantity: 1 });
    send(sent);
    expect(await reply()).toMatchObject({
      type: 'inventory.was-put-aside.v1',
      source: '/inventory',
      subject: 'o-1',
      causationid: sent.id,
      sagaid: sent.sagaid,
      correlationid: 'c-1',
      traceparent: sent.traceparent,
    });
    expect(await effects()).toEqual([{ order_id: 'o-1' }]);
  });

  it('has one effect when a command comes twice, and repeats the same answer', async () => {
    const sent = aCommand({ order_id: 'o-1', quantity: 1 });
    send(sent);
    const first = await reply();
    send(sent);
    expect(await reply(1)).toEqual(first);
    expect(await effects()).toHaveLength(1);
  });

  it('has one effect when a command is delivered to two consumers at once', async () => {
    const second = await start();
    const sent = aCommand({ order_id: 'o-1', quantity: 1 });
    for (let copy = 0; copy < 10; copy++) send(sent);
    await reply(0);
    await eventually(async () => expect((await channel.checkQueue('inventory.commands')).messageCount).toBe(0));
    await second.close();
    expect(await effects()).toHaveLength(1);
  });

  it('answers a refusal, and rolls back what was written before it', async () => {
    send(aCommand({ order_id: 'o-1', quantity: 101 }));
    expect(await reply()).toMatchObject({
      type: 'inventory.not-put-aside.v1',
      data: { code: 'inventory.too-many', detail: 'more than a hundred' },
    });
    expect(await effects()).toEqual([]);
  });

  it('tries again later when a handler fails, and then has one effect', async () => {
    send(aCommand({ order_id: 'o-1', quantity: -2 }));
    expect(await reply()).toMatchObject({ type: 'inventory.was-put-aside.v1' });
    expect(handler.calls).toBe(3);
    expect(await effects()).toHaveLength(1);
  });

  it('gives up after five deliveries: a dead letter with the reason, and an answer that says so', async () => {
    const sent = aCommand({ order_id: 'o-1', quantity: -100 });
    send(sent);
    expect(await reply()).toMatchObject({ type: 'saga.command-failed.v1', causationid: sent.id, sagaid: sent.sagaid });
    const dead = await takeDeadLetter();
    expect(dead.properties.headers).toMatchObject({
      'x-dead-reason': 'not today',
      'x-dead-queue': 'inventory.commands',
    });
    expect(JSON.parse(dead.content.toString())).toEqual(sent);
    expect(handler.calls).toBe(MAX_DELIVERIES);
    expect(await effects()).toEqual([]);
  });

  it.each([
    ['bytes that are not JSON', 'so{ not json', 'not JSON'],
    ['JSON that is no envelope', '{"hello":"world"}', 'not a CloudEvents envelope'],
    [
      'an unknown type',
      JSON.stringify({ ...aCommand({}), type: 'inventory.dance.v1' }),
      'no handler for inventory.dance.v1',
    ],
    ['an unknown version', JSON.stringify({ ...aCommand({}), type: 'inventory.put-aside.v9' }), 'no handler'],
    [
      'a command from nobody',
      JSON.stringify({ ...aCommand({ order_id: 'o-1', quantity: 1 }), source: '/nobody' }),
      'nobody at /nobody',
    ],
    ['a missing field', JSON.stringify(aCommand({ order_id: 'o-1' })), 'quantity must be an integer number'],
    ['a field of the wrong type', JSON.stringify(aCommand({ order_id: 5, quantity: 1 })), 'orderId must be a string'],
  ])('sends %s to the dead letters at once, and goes on', async (_, poison, reason) => {
    send(poison);
    expect((await takeDeadLetter()).properties.headers?.['x-dead-reason']).toContain(reason);
    expect(handler.calls).toBe(0);
    send(aCommand({ order_id: 'o-2', quantity: 1 }));
    await reply();
    expect(await effects()).toEqual([{ order_id: 'o-2' }]);
  });

  it('counts what becomes of messages, by queue and type, and only by types that it knows', async () => {
    const counts = () => new Map(metrics.series().map((line) => [line.split(' ')[0]!, Number(line.split(' ')[1])]));
    const before = counts();
    const gained = () => [...counts()].map(([name, count]) => `${name} ${count - (before.get(name) ?? 0)}`);
    const sent = aCommand({ order_id: 'o-1', quantity: 1 });
    send(sent);
    await reply();
    send(sent);
    await reply(1);
    send(aCommand({ order_id: 'o-2', quantity: 101 }));
    await reply();
    send(aCommand({ order_id: 'o-3', quantity: -1 }));
    await reply();
    send(JSON.stringify({ ...aCommand({}), type: `inventory.${newId()}.v1` }));
    await takeDeadLetter();

    const [queue, type] = ['queue=inventory.commands', 'type=inventory.put-aside.v1'];
    await eventually(() =>
      expect(gained()).toEqual(
        expect.arrayContaining([
          `messages_handled_total{${queue},${type},outcome=done} 2`,
          `messages_handled_total{${queue},${type},outcome=duplicate} 1`,
          `messages_handled_total{${queue},${type},outcome=refused} 1`,
          `messages_handled_total{${queue},${type},outcome=retried} 1`,
          `messages_handled_total{${queue},type=unknown,outcome=dead} 1`,
          `message_handling_duration_seconds_count{${queue},${type}} 5`,
          `inbox_duplicates_total{${queue}} 1`,
          `messages_dead_lettered_total{${queue}} 1`,
          'outbox_published_total{exchange=replies} 4',
        ]),
      ),
    );
  });

  it('reads data that has more fields than it knows', async () => {
    send(aCommand({ order_id: 'o-1', quantity: 1, colour: 'blue' }));
    expect(await reply()).toMatchObject({ type: 'inventory.was-put-aside.v1' });
  });

  it('publishes an event only when its transaction commits', async () => {
    const { queue } = await channel.assertQueue('', { exclusive: true });
    await channel.bindQueue(queue, Exchange.Events, '#');
    const events = app.get(EventPublisher);
    const unitOfWork = app.get(UnitOfWork);
    const publish = (orderId: string): Promise<void> => events.publish(happened, orderId, { orderId, quantity: 1 });
    await unitOfWork
      .run(async () => {
        await publish('never');
        throw new Error('rolled back');
      })
      .catch(() => undefined);
    await unitOfWork.run(() => publish('o-1'));
    const heard = await eventually(
      async () => (await channel.get(queue, { noAck: true })) || Promise.reject(new Error('none')),
    );
    expect(JSON.parse(heard.content.toString())).toMatchObject({
      type: 'inventory.changed.v1',
      data: { order_id: 'o-1' },
    });
    expect(await channel.get(queue)).toBe(false);
  });

  it('keeps a command in the outbox while no queue takes it', async () => {
    await db.query(`INSERT INTO outbox_messages (id, exchange, routing_key, ordering_key, body)
      VALUES ('lost', 'commands', 'nobody', 'k', '{}')`);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await metrics.read('outbox_unsent_messages')).toEqual([{ labels: {}, value: 1 }]);
    expect((await metrics.read('outbox_oldest_unsent_age_seconds'))[0]!.value).toBeGreaterThan(0.2);
    expect(await db.query('SELECT sent_at FROM outbox_messages WHERE id = $1', ['lost'])).toEqual([{ sent_at: null }]);
    await channel.assertQueue('late', { exclusive: true });
    await channel.bindQueue('late', Exchange.Commands, 'nobody');
    await eventually(async () => expect(await channel.get('late', { noAck: true })).toBeTruthy());
  });

  it('does not count an attempt while the database is away', async () => {
    let away = 7;
    handler.hold = Promise.resolve();
    const handle = handler.handle.bind(handler);
    handler.handle = async (payload) => {
      if (away-- > 0) throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
      return handle(payload);
    };
    send(aCommand({ order_id: 'o-1', quantity: 1 }));
    expect(await reply()).toMatchObject({ type: 'inventory.was-put-aside.v1' });
    handler.handle = handle;
    expect((await channel.checkQueue(deadQueueOf('inventory.commands'))).messageCount).toBe(0);
  });

  it('hands a message back that it can neither handle nor put away, and goes on', async () => {
    const publisher = app.get(ConfirmingPublisher);
    const publish = jest.spyOn(publisher, 'publish').mockRejectedValueOnce(new Error('not confirmed'));
    send(aCommand({ order_id: 'o-1', quantity: -1 }));
    expect(await reply()).toMatchObject({ type: 'inventory.was-put-aside.v1' });
    publish.mockRestore();
    expect(await effects()).toHaveLength(1);
    expect((await channel.checkQueue('inventory.commands')).messageCount).toBe(0);
  });

  it('subscribes again when its queue is deleted and with it the subscription', async () => {
    await channel.deleteQueue('inventory.commands');
    const ready = (): boolean => app.get(Consumers).allSubscribed;
    await eventually(() => expect(ready()).toBe(false));
    await eventually(() => expect(ready()).toBe(true));
    send(aCommand({ order_id: 'o-1', quantity: 1 }));
    await reply();
  });

  it('survives the loss of its connection in the middle of a message', async () => {
    let letGo = (): void => undefined;
    handler.hold = new Promise((resolve) => (letGo = resolve));
    send(aCommand({ order_id: 'o-1', quantity: 1 }));
    await eventually(() => expect(handler.calls).toBe(1));
    await vhost.cutConnections();
    letGo();
    await eventually(() => expect(metrics.series('messages_redelivered_total')[0]).toMatch(/ [1-9]/));
    await eventually(async () => {
      const { messageCount, consumerCount } = await channel.checkQueue('inventory.commands');
      expect([messageCount, consumerCount]).toEqual([0, 1]);
    });
    await reply();
    expect(await effects()).toHaveLength(1);
  });

  it('drains before it stops: the message under way is finished, answered and acknowledged', async () => {
    let letGo = (): void => undefined;
    handler.hold = new Promise((resolve) => (letGo = resolve));
    send(aCommand({ order_id: 'o-1', quantity: 1 }));
    await eventually(() => expect(handler.calls).toBe(1));
    const closing = app.close();
    setTimeout(letGo, 100);
    await closing;
    expect(await reply()).toMatchObject({ type: 'inventory.was-put-aside.v1' });
    expect((await channel.checkQueue('inventory.commands')).messageCount).toBe(0);
  });
});
