import { MessageProperties } from 'amqplib';
import { createHash } from 'node:crypto';

/** What we write on messages beside their content. */
export const Header = {
  /** Ours, because each trip through the retry queue resets RabbitMQ's own delivery count. */
  Attempt: 'x-attempt',
  DeadReason: 'x-dead-reason',
  DeadQueue: 'x-dead-queue',
  DeadAt: 'x-dead-at',
} as const;

type Raw = { readonly content: Buffer; readonly properties: MessageProperties };

/** Which time this is that the message is handled, from 1. */
export function attemptOf({ properties }: Raw): number {
  const attempt = Number(properties.headers?.[Header.Attempt] ?? 1);
  return Number.isInteger(attempt) && attempt > 0 ? attempt : 1;
}

/** The id that the sender gave; what came without one is known by its content. */
export function messageIdOf({ content, properties }: Raw): string {
  const { messageId } = properties as { messageId?: unknown };
  if (typeof messageId === 'string' && messageId !== '') return messageId;
  return `sha256-${createHash('sha256').update(content).digest('hex').slice(0, 32)}`;
}

const OF_A_DEATH = /^x-(attempt$|published-at$|dead-|death|first-death-|last-death-|delivery-count$|acquired-count$)/;

/** The headers as they were before anybody handled the message. */
export function headersOfANewLife(headers: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_A_DEATH.test(name)));
}
