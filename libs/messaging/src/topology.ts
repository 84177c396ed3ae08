import { RabbitMQConfig } from '@golevelup/nestjs-rabbitmq';
import { inventory } from '@tradewind/contracts';
import { Channel } from 'amqplib';

/** Few exchanges, one per kind of message. */
export const Exchange = {
  /** Direct; the routing key is the service that carries the command out. */
  Commands: 'commands',
  /** Direct; the routing key is the service that asked. */
  Replies: 'replies',
  /** Topic; the routing key is the event's wire name. */
  Events: 'events',
  /** Topic; the routing key is the queue that the message could not leave. */
  DeadLetters: 'dead-letters',
} as const;
export type Exchange = (typeof Exchange)[keyof typeof Exchange];

export interface QueueSpec {
  readonly name: string;
  readonly exchange: Exchange;
  readonly keys: readonly string[];
}

/** Every queue of the system. Each has a `.retry` and a `.dead` beside it. */
export const QUEUES: readonly QueueSpec[] = [
  { name: 'inventory.commands', exchange: Exchange.Commands, keys: ['inventory'] },
  { name: 'payment.commands', exchange: Exchange.Commands, keys: ['payment'] },
  { name: 'order.replies', exchange: Exchange.Replies, keys: ['order'] },
  { name: 'order.events', exchange: Exchange.Events, keys: [inventory.reservationOverdue.type] },
  { name: 'product.events', exchange: Exchange.Events, keys: [inventory.inventoryChanged.type] },
];

export const retryQueueOf = (queue: string): string => `${queue}.retry`;
export const deadQueueOf = (queue: string): string => `${queue}.dead`;

/** A message that was being handled when this many consumers died is poison: it goes to the dead letters. */
export const DELIVERY_LIMIT = 20;

// At-least-once dead-lettering: a message leaves its queue only when the next one has confirmed it. RabbitMQ
// requires reject-publish for it.
const DURABLE = {
  'x-queue-type': 'quorum',
  'x-dead-letter-strategy': 'at-least-once',
  'x-overflow': 'reject-publish',
};

/**
 * Each look at a dead letter counts as a delivery. RabbitMQ 4 drops a message after 20 of them unless it is told that
 * there is no limit; 3.x has none, and takes -1 for "drop it when it is first given back". Tested with 3.10 only.
 */
function deadQueue(brokerVersion: string): Record<string, unknown> {
  const isUnlimited = Number.parseInt(brokerVersion, 10) < 4;
  return { 'x-queue-type': 'quorum', ...(isUnlimited ? {} : { 'x-delivery-limit': -1 }) };
}

/**
 * Exchanges and queues, as every service asserts them at start: whichever starts first makes all of them, so that
 * no message is sent to a queue that is not there yet.
 * @param brokerVersion such as `3.10.8`
 */
export function topology(brokerVersion: string): Required<Pick<RabbitMQConfig, 'exchanges' | 'queues'>> {
  return {
    exchanges: [
      { name: Exchange.Commands, type: 'direct', options: { durable: true } },
      { name: Exchange.Replies, type: 'direct', options: { durable: true } },
      { name: Exchange.Events, type: 'topic', options: { durable: true } },
      { name: Exchange.DeadLetters, type: 'topic', options: { durable: true } },
    ],
    queues: QUEUES.flatMap(({ name, exchange, keys }) => [
      {
        name,
        exchange,
        routingKey: [...keys],
        options: {
          durable: true,
          arguments: {
            ...DURABLE,
            'x-delivery-limit': DELIVERY_LIMIT,
            'x-dead-letter-exchange': Exchange.DeadLetters,
            'x-dead-letter-routing-key': name,
          },
        },
      },
      {
        // Nobody consumes it: each message expires after its own delay and goes back. Only the first in line can
        // expire, so a short delay may wait behind a longer one, for 8 s at most.
        name: retryQueueOf(name),
        options: {
          durable: true,
          arguments: { ...DURABLE, 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': name },
        },
      },
      {
        name: deadQueueOf(name),
        exchange: Exchange.DeadLetters,
        routingKey: name,
        options: { durable: true, arguments: deadQueue(brokerVersion) },
      },
    ]),
  };
}

/** Asserts the whole topology on a channel; repeating it changes nothing. */
export async function assertTopology(channel: Channel): Promise<void> {
  const { exchanges, queues } = topology(channel.connection.serverProperties.version);
  for (const { name, type, options } of exchanges) await channel.assertExchange(name, type ?? 'topic', options);
  for (const { name, exchange, routingKey, options } of queues) {
    await channel.assertQueue(name, options);
    for (const key of [routingKey ?? []].flat()) await channel.bindQueue(name, exchange!, key);
  }
}
