import { CommandContract, Envelope } from '@tradewind/contracts';
import { newId } from '@tradewind/kernel';
import { eventually } from '@tradewind/testing';
import { connect } from 'amqplib';

/** Stands where the order service does: sends commands and hears the replies. */
export interface OrderSide {
  send(command: Envelope): void;
  /** Waits for `times` replies to a command, at least. */
  replies(commandId: string, times?: number): Promise<Envelope[]>;
  /** Sends a command and waits for what is said to it. */
  ask(contract: CommandContract, data: object): Promise<Envelope>;
  close(): Promise<void>;
}

/** @param url a virtual host in which the service has made its queues */
export async function orderSide(url: string): Promise<OrderSide> {
  const connection = await connect(url);
  const channel = await connection.createChannel();
  const { queue } = await channel.assertQueue('', { exclusive: true });
  await channel.bindQueue(queue, 'replies', 'order');
  const heard: Envelope[] = [];
  const hear = (content: Buffer) => heard.push(JSON.parse(content.toString()) as Envelope);
  await channel.consume(queue, (message) => message && hear(message.content), { noAck: true });

  const send: OrderSide['send'] = (command) => {
    channel.publish('commands', 'payment', Buffer.from(JSON.stringify(command)), { persistent: true });
  };
  const replies: OrderSide['replies'] = (commandId, times = 1) =>
    eventually(() => {
      const found = heard.filter((reply) => reply.causationid === commandId);
      expect(found.length).toBeGreaterThanOrEqual(times);
      return found;
    });
  return {
    send,
    replies,
    async ask(contract, data) {
      const command = aCommand(contract, data);
      send(command);
      return (await replies(command.id))[0]!;
    },
    close: () => connection.close(),
  };
}

/** A command as the order service's saga sends it. */
export function aCommand(contract: CommandContract, data: object): Envelope {
  return {
    specversion: '1.0',
    id: newId(),
    type: contract.type,
    source: '/order',
    subject: (data as { order_id: string }).order_id,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    correlationid: newId(),
    sagaid: newId(),
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    data,
  };
}
