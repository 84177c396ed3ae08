import { CommandContract, Envelope } from '@tradewind/contracts';
import { newId } from '@tradewind/kernel';
import { eventually } from '@tradewind/testing';
import { Channel, connect, ConsumeMessage } from 'amqplib';

interface DeadLetter {
  readonly content: string;
  readonly reason: string;
}

/** Stands where the order service does: sends commands, hears the replies, and sees what was given up. */
export interface OrderSide {
  /** Sends the command as the order service would. @returns its message id. */
  send(contract: CommandContract, data: unknown, about?: Partial<Envelope>): string;
  sendRaw(content: string): void;
  /** Waits for `times` replies to a command, at least. */
  replies(commandId: string, times?: number): Promise<Envelope[]>;
  /** Sends a command and waits for what is said to it. */
  ask(contract: CommandContract, data: unknown): Promise<Envelope>;
  /** What it was told about an order so far. */
  eventsAbout(orderId: string): Envelope[];
  /** Waits until a message with this content is among the dead letters. */
  deadLetter(content: string): Promise<DeadLetter>;
  close(): Promise<void>;
}

/** @param url a virtual host in which the service has made its queues */
export async function orderSide(url: string): Promise<OrderSide> {
  const connection = await connect(url);
  const channel = await connection.createChannel();
  const heard: Envelope[] = [];
  const dead: DeadLetter[] = [];
  const told: Envelope[] = [];
  await consume(channel, 'order.replies', ({ content }) => heard.push(JSON.parse(content.toString()) as Envelope));
  await consume(channel, 'order.events', ({ content }) => told.push(JSON.parse(content.toString()) as Envelope));
  await consume(channel, 'inventory.commands.dead', ({ content, properties }) =>
    dead.push({ content: content.toString(), reason: String(properties.headers?.['x-dead-reason']) }),
  );

  const sendRaw = (content: string): void => {
    channel.publish('commands', 'inventory', Buffer.from(content), { persistent: true });
  };
  const send: OrderSide['send'] = (contract, data, about) => {
    const envelope = aCommand(contract, data, about);
    sendRaw(JSON.stringify(envelope));
    return envelope.id;
  };
  const replies: OrderSide['replies'] = (commandId, times = 1) =>
    eventually(() => {
      const found = heard.filter((reply) => reply.causationid === commandId);
      expect(found.length).toBeGreaterThanOrEqual(times);
      return found;
    });
  return {
    send,
    sendRaw,
    replies,
    ask: async (contract, data) => (await replies(send(contract, data)))[0]!,
    eventsAbout: (orderId) => told.filter(({ subject }) => subject === orderId),
    deadLetter: (content) =>
      eventually(() => dead.find((letter) => letter.content === content) ?? fail('it is not among the dead letters')),
    close: () => connection.close(),
  };
}

/** A command as the order service's saga sends it. */
export function aCommand(contract: CommandContract, data: unknown, about: Partial<Envelope> = {}): Envelope {
  const id = newId();
  return {
    specversion: '1.0',
    id,
    type: contract.type,
    source: '/order',
    subject: (data as { order_id?: string }).order_id ?? id,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    correlationid: newId(),
    sagaid: newId(),
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    data,
    ...about,
  };
}

async function consume(channel: Channel, queue: string, take: (message: ConsumeMessage) => void): Promise<void> {
  await channel.consume(queue, (message) => message && take(message), { noAck: true });
}

function fail(message: string): never {
  throw new Error(message);
}
