import { CommandContract, Envelope, inventory, payment, sagas } from '@tradewind/contracts';
import { newId } from '@tradewind/kernel';
import { eventually } from '@tradewind/testing';
import { Channel, connect } from 'amqplib';

type Heard = Envelope<Record<string, unknown>>;
type Answer = 'done' | 'silence' | { readonly refused: string };
type Script = (command: Heard) => Answer;

/** Products and payment methods that decide how the participants answer. */
export const SOLD_OUT = 'sold-out';
export const SLOW_STOCK = 'slow-stock';
export const DECLINED = 'pm_card_declined';
export const SLOW_PAYMENT = 'pm_card_slow';

/** Orders whose commit is not answered until the test does it. */
export const slowCommits = new Set<string>();

const SCRIPTS = new Map<CommandContract, Script>([
  [inventory.reserveStock, reserve],
  [inventory.releaseStock, () => 'done'],
  [inventory.commitStock, ({ data }) => (slowCommits.delete(data['order_id'] as string) ? 'silence' : 'done')],
  [inventory.returnStock, () => 'done'],
  [payment.processPayment, charge],
  [payment.refundPayment, () => 'done'],
]);

function reserve({ data }: Heard): Answer {
  const products = (data['lines'] as { product_id: string }[]).map((line) => line.product_id);
  if (products.includes(SOLD_OUT)) return { refused: 'inventory.out-of-stock' };
  return products.includes(SLOW_STOCK) ? 'silence' : 'done';
}

function charge({ data }: Heard): Answer {
  if (data['payment_method'] === DECLINED) return { refused: 'payment.declined' };
  return data['payment_method'] === SLOW_PAYMENT ? 'silence' : 'done';
}

/** Stand where inventory and payment do, and keep to a script. */
export interface Participants {
  /** The types of the commands about an order, in the order in which they came. */
  commandsAbout(orderId: string): string[];
  /** Waits for a command about an order. */
  command(contract: CommandContract, orderId: string): Promise<Heard>;
  /** Answers a command that the script left unanswered, or answers again. @returns the reply. */
  reply(command: Envelope, type: string, data?: object): Envelope;
  /** Sends the very same message once more. */
  repeat(reply: Envelope): void;
  /** The replies to a command so far. */
  repliesTo(command: Envelope): Envelope[];
  /** Gives a command up, as a service does when its handler kept failing. */
  giveUp(command: Envelope, reason: string): void;
  /** What was among the dead letters of the replies, if they are taken. */
  readonly deadReplies: readonly string[];
  sendRaw(content: string | Buffer): void;
  publish(exchange: string, routingKey: string, message: object): void;
  close(): Promise<void>;
}

/**
 * @param url a virtual host in which the order service has made the queues
 * @param takeDeadLetters whether they take the dead letters of the replies out of their queue
 */
export async function participants(url: string, takeDeadLetters = true): Promise<Participants> {
  const connection = await connect(url);
  const channel = await connection.createChannel();
  const heard: Heard[] = [];
  const said: Envelope[] = [];
  const deadReplies: string[] = [];

  const sendRaw: Participants['sendRaw'] = (content) => void channel.publish('replies', 'order', Buffer.from(content));
  const reply: Participants['reply'] = (command, type, data = {}) => {
    const envelope = aReply(command, type, data);
    said.push(envelope);
    sendRaw(JSON.stringify(envelope));
    return envelope;
  };
  const take = (content: Buffer): void => {
    const command = JSON.parse(content.toString()) as Heard;
    heard.push(command);
    const [contract, script] = [...SCRIPTS].find(([{ type }]) => type === command.type)!;
    const answer = script(command);
    if (answer === 'done') {
      reply(command, contract.done.type, contract === payment.processPayment ? { payment_id: newId() } : {});
    } else if (answer !== 'silence') {
      reply(command, contract.refused.type, { code: answer.refused, detail: 'as the script says' });
    }
  };
  await consume(channel, 'inventory.commands', take);
  await consume(channel, 'payment.commands', take);
  if (takeDeadLetters) await consume(channel, 'order.replies.dead', (content) => deadReplies.push(content.toString()));

  return {
    commandsAbout: (orderId) => heard.filter(({ data }) => data['order_id'] === orderId).map(({ type }) => type),
    command: (contract, orderId) =>
      eventually(() => {
        const found = heard.find(({ type, data }) => type === contract.type && data['order_id'] === orderId);
        if (!found) throw new Error(`${contract.type} about ${orderId} has not come`);
        return found;
      }),
    reply,
    repeat: (envelope) => sendRaw(JSON.stringify(envelope)),
    repliesTo: ({ id }) => said.filter(({ causationid }) => causationid === id),
    giveUp(command, detail) {
      const headers = { 'x-attempt': 5, 'x-dead-reason': detail, 'x-dead-at': new Date().toISOString() };
      const owner = `${command.type.split('.')[0]}.commands`;
      const content = Buffer.from(JSON.stringify(command));
      channel.publish('dead-letters', owner, content, { messageId: command.id, headers });
      reply(command, sagas.commandFailed.type, { command: command.type, detail });
    },
    deadReplies,
    sendRaw,
    publish: (exchange, routingKey, message) =>
      void channel.publish(exchange, routingKey, Buffer.from(JSON.stringify(message))),
    close: () => connection.close(),
  };
}

function aReply(command: Envelope, type: string, data: object): Envelope {
  const { subject, correlationid, sagaid, traceparent } = command;
  return {
    specversion: '1.0',
    id: newId(),
    type,
    source: `/${type.split('.')[0]}`,
    subject,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    correlationid,
    causationid: command.id,
    sagaid,
    traceparent,
    data,
  };
}

async function consume(channel: Channel, queue: string, take: (content: Buffer) => void): Promise<void> {
  await channel.consume(queue, (message) => message && take(message.content), { noAck: true });
}
