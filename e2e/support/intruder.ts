import { type Envelope, inventory } from '@tradewind/contracts';
import { continueTrace, newId } from '@tradewind/kernel';
import { connect } from 'amqplib';
import { urlOf } from './environment';

export interface RawMessage {
  readonly id: string;
  readonly content: string;
}

/** A command that no saga has sent. */
export function releaseCommand(orderId: string): RawMessage {
  const id = newId();
  const envelope: Envelope = {
    specversion: '1.0',
    id,
    type: inventory.releaseStock.type,
    source: '/order',
    subject: orderId,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    correlationid: id,
    sagaid: newId(),
    traceparent: continueTrace(),
    data: { order_id: orderId },
  };
  return { id, content: JSON.stringify(envelope) };
}

/** Hands messages to the broker as commands for a service, behind everybody's back. */
export async function sendCommands(service: string, ...messages: readonly RawMessage[]): Promise<void> {
  const connection = await connect(urlOf('rabbitmq'));
  const channel = await connection.createConfirmChannel();
  for (const { id, content } of messages) {
    channel.publish('commands', service, Buffer.from(content), { messageId: id });
  }
  await channel.waitForConfirms();
  await connection.close();
}
