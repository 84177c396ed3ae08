import { AmqpConnection } from '@golevelup/nestjs-rabbitmq';
import { ChannelWrapper } from 'amqp-connection-manager';
import { ConfirmChannel, Message, Options } from 'amqplib';

/** How long the broker may take to confirm a message before it counts as not sent. */
const CONFIRM_TIMEOUT_MS = 5_000;

export interface OutgoingMessage {
  readonly exchange: string;
  readonly routingKey: string;
  readonly messageId: string;
  readonly content: Buffer;
  readonly headers?: Record<string, unknown>;
  /** A message that reaches no queue is an error, not silence. */
  readonly mandatory: boolean;
  readonly expirationMs?: number;
}

/** Publishes on a channel of its own and resolves when the broker has taken responsibility for the message. */
export class ConfirmingPublisher {
  private readonly channel: ChannelWrapper;
  private readonly returned = new Set<string>();

  constructor(amqp: AmqpConnection) {
    this.channel = amqp.managedConnection.createChannel({
      name: 'publisher',
      confirm: true,
      publishTimeout: CONFIRM_TIMEOUT_MS,
      setup: (channel: ConfirmChannel) => {
        channel.on('return', (message: Message) => this.returned.add(String(message.properties.messageId)));
      },
    });
    // The manager reconnects by itself; without a listener an 'error' event would end the process.
    this.channel.on('error', () => undefined);
  }

  /** @throws if the broker refuses, does not confirm within 5 s, or has no queue for a mandatory message. */
  async publish(message: OutgoingMessage): Promise<void> {
    const options: Options.Publish = {
      persistent: true,
      mandatory: message.mandatory,
      messageId: message.messageId,
      contentType: 'application/cloudevents+json; charset=utf-8',
      headers: message.headers,
      ...(message.expirationMs === undefined ? {} : { expiration: String(message.expirationMs) }),
    };
    this.returned.delete(message.messageId);
    await this.channel.publish(message.exchange, message.routingKey, message.content, options);
    // The broker returns an unroutable message before it confirms it.
    if (this.returned.delete(message.messageId)) {
      throw new Error(`No queue takes ${message.exchange}/${message.routingKey}; is the topology complete?`);
    }
  }

  async close(): Promise<void> {
    await this.channel.close();
  }
}
