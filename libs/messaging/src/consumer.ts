import { AmqpConnection } from '@golevelup/nestjs-rabbitmq';
import { Logger } from '@nestjs/common';
import { ClassOf, Envelope } from '@tradewind/contracts';
import { continueTrace, runInContext } from '@tradewind/kernel';
import { ConsumeMessage } from 'amqplib';
import { readData, readEnvelope, UnreadableMessage } from './message-reader';
import { ConfirmingPublisher } from './publisher';
import { Exchange, retryQueueOf } from './topology';

/** How often a message is handled before it goes to the dead letters. */
export const MAX_DELIVERIES = 5;
/** Ours, because each trip through the retry queue resets RabbitMQ's own delivery count. */
const ATTEMPT_HEADER = 'x-attempt';
/** The first retry waits about this long, each further one twice as long as the one before. */
export const FIRST_RETRY_MS = 1_000;

/** What to do with one type of message. */
export interface Route {
  readonly type: string;
  /** Checks the data. */
  readonly data: ClassOf<unknown>;
  /** One transaction; rejects to have the message delivered again later. */
  handle(envelope: Envelope, data: unknown): Promise<void>;
  /** Called before a message that kept failing goes to the dead letters. */
  givenUp?(envelope: Envelope, error: unknown): Promise<void>;
}

/**
 * Takes the messages of one queue. A message is acknowledged when its transaction has committed, or when a copy of it
 * is safe in the retry queue or among the dead letters; a crash before that means that it is delivered again.
 */
export class QueueConsumer {
  private readonly logger = new Logger(QueueConsumer.name);
  private readonly routes: ReadonlyMap<string, Route>;
  private readonly inFlight = new Set<Promise<void>>();
  private consumerTag: string | undefined;

  constructor(
    private readonly queue: string,
    routes: readonly Route[],
    private readonly amqp: AmqpConnection,
    private readonly publisher: ConfirmingPublisher,
    private readonly firstRetryMs = FIRST_RETRY_MS,
  ) {
    this.routes = new Map(routes.map((route) => [route.type, route]));
  }

  async start(): Promise<void> {
    const { consumerTag } = await this.amqp.createSubscriber<Buffer>(
      (_content, raw) => this.track(this.take(raw!)),
      {
        queue: this.queue,
        createQueueIfNotExists: false,
        deserializer: (content) => content,
        // Reached only when neither the transaction nor a copy of the message was possible: the broker or the channel
        // is gone, and the broker delivers the message again by itself. Settling it here would only throw.
        errorHandler: () => undefined,
      },
      this.queue,
    );
    this.consumerTag = consumerTag;
  }

  /** Takes no more messages and waits for those under way. */
  async stop(): Promise<void> {
    if (this.consumerTag) await this.amqp.cancelConsumer(this.consumerTag).catch(() => undefined);
    await Promise.allSettled(this.inFlight);
  }

  private async track(work: Promise<void>): Promise<void> {
    this.inFlight.add(work);
    try {
      await work;
    } finally {
      this.inFlight.delete(work);
    }
  }

  private async take(raw: ConsumeMessage): Promise<void> {
    let envelope: Envelope | undefined;
    try {
      envelope = readEnvelope(raw.content);
      const route = this.routes.get(envelope.type);
      if (!route) throw new UnreadableMessage(`${this.queue} has no handler for ${envelope.type}`);
      const data = readData(envelope, route.data);
      await inContextOf(envelope, () => route.handle(envelope!, data));
    } catch (error) {
      await this.settleFailure(raw, envelope, error);
    }
  }

  private async settleFailure(raw: ConsumeMessage, envelope: Envelope | undefined, error: unknown): Promise<void> {
    if (!envelope || error instanceof UnreadableMessage) return this.deadLetter(raw, error);
    const attempt = attemptOf(raw);
    if (attempt < MAX_DELIVERIES) return this.retryLater(raw, attempt, error);
    const route = this.routes.get(envelope.type);
    await inContextOf(envelope, async () => route?.givenUp?.(envelope, error));
    await this.deadLetter(raw, error);
  }

  private async retryLater(raw: ConsumeMessage, attempt: number, error: unknown): Promise<void> {
    const delay = retryDelay(this.firstRetryMs, attempt);
    this.logger.warn(`${describe(raw)} failed (attempt ${attempt}), again in ${delay} ms: ${String(error)}`);
    await this.publisher.publish({
      exchange: '',
      routingKey: retryQueueOf(this.queue),
      messageId: String(raw.properties.messageId),
      content: raw.content,
      headers: { ...raw.properties.headers, [ATTEMPT_HEADER]: attempt + 1 },
      mandatory: true,
      expirationMs: delay,
    });
  }

  private async deadLetter(raw: ConsumeMessage, error: unknown): Promise<void> {
    this.logger.error(`${describe(raw)} goes to the dead letters: ${String(error)}`);
    await this.publisher.publish({
      exchange: Exchange.DeadLetters,
      routingKey: this.queue,
      messageId: String(raw.properties.messageId),
      content: raw.content,
      headers: {
        ...raw.properties.headers,
        'x-dead-reason': error instanceof Error ? error.message : String(error),
        'x-dead-queue': this.queue,
        'x-dead-at': new Date().toISOString(),
      },
      mandatory: true,
    });
  }
}

/** 1, 2, 4, 8 s, each up to a fifth longer or shorter so that what failed together does not return together. */
function retryDelay(firstMs: number, attempt: number): number {
  return Math.round(firstMs * 2 ** (attempt - 1) * (0.8 + Math.random() * 0.4));
}

function attemptOf(raw: ConsumeMessage): number {
  const attempt = Number(raw.properties.headers?.[ATTEMPT_HEADER] ?? 1);
  return Number.isInteger(attempt) && attempt > 0 ? attempt : 1;
}

function describe(raw: ConsumeMessage): string {
  return `Message ${String(raw.properties.messageId)} from ${raw.fields.routingKey}`;
}

function inContextOf<T>(envelope: Envelope, work: () => Promise<T>): Promise<T> {
  return runInContext(
    {
      correlationId: envelope.correlationid,
      traceparent: continueTrace(envelope.traceparent),
      causationId: envelope.id,
      ...(envelope.sagaid === undefined ? {} : { sagaId: envelope.sagaid }),
    },
    work,
  );
}
