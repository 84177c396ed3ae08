import { AmqpConnection } from '@golevelup/nestjs-rabbitmq';
import { Logger } from '@nestjs/common';
import { ClassOf, Envelope } from '@tradewind/contracts';
import { failSpan, inSpan, isConnectionLoss, runInContext } from '@tradewind/kernel';
import { ConfirmChannel, ConsumeMessage } from 'amqplib';
import { AsyncResource } from 'node:async_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { attemptOf, Header, messageIdOf } from './headers';
import { contextOf, processing } from './message-context';
import { readData, readEnvelope, UnreadableMessage } from './message-reader';
import { ConfirmingPublisher } from './publisher';
import { Outcome, QueueMetrics } from './queue.metrics';
import { assertTopology, Exchange, retryQueueOf } from './topology';
import { Arrival, arrivalOf } from './waits';

/** How often a message is handled before it goes to the dead letters. */
export const MAX_DELIVERIES = 5;
/** The first retry waits about this long, each further one twice as long as the one before. */
const FIRST_RETRY_MS = 1_000;
/** How long a consumer waits before it tries again what the broker or the database did not let it do. */
const PATIENCE_MS = 1_000;
const LONGEST_REASON = 2_000;

export type Handled = Exclude<Outcome, 'retried' | 'dead'>;

/** What to do with one type of message. */
export interface Route {
  readonly type: string;
  /** Checks the data. */
  readonly data: ClassOf<unknown>;
  /** One transaction; rejects to have the message delivered again later. @returns what was done about it */
  handle(envelope: Envelope, data: unknown, arrival: Arrival): Promise<Handled>;
  /** Called before a message that kept failing goes to the dead letters. */
  givenUp?(envelope: Envelope, error: unknown, arrival: Arrival): Promise<void>;
}

/**
 * Takes the messages of one queue. A message is acknowledged when its transaction has committed, or when a copy of it
 * is safe in the retry queue or among the dead letters; a crash before that means that it is delivered again.
 */
export class QueueConsumer {
  private readonly logger = new Logger(QueueConsumer.name);
  private readonly routes: ReadonlyMap<string, Route>;
  private readonly inFlight = new Set<Promise<void>>();
  private subscription: { readonly channel: ConfirmChannel; readonly consumerTag: string } | undefined;
  private stopped = false;
  /** A connection may be made again by whoever noticed its loss, in the midst of a transaction: messages are not part of that. */
  private readonly outside = new AsyncResource('QueueConsumer');

  constructor(
    private readonly queue: string,
    routes: readonly Route[],
    private readonly amqp: AmqpConnection,
    private readonly publisher: ConfirmingPublisher,
    private readonly metrics: QueueMetrics,
    private readonly firstRetryMs = FIRST_RETRY_MS,
  ) {
    this.routes = new Map(routes.map((route) => [route.type, route]));
  }

  /** Subscribes on the current channel, and on each new one after a reconnection. */
  async start(): Promise<void> {
    await this.amqp.managedChannel.addSetup((channel: ConfirmChannel) => this.subscribe(channel));
  }

  /** Whether the broker hands messages to this consumer. */
  get isSubscribed(): boolean {
    return this.subscription !== undefined;
  }

  /** Takes no more messages and waits for those under way. */
  async stop(): Promise<void> {
    this.stopped = true;
    try {
      await this.subscription?.channel.cancel(this.subscription.consumerTag);
    } catch {
      // On a channel that is gone there is nothing to cancel.
    }
    await Promise.allSettled(this.inFlight);
  }

  private async subscribe(channel: ConfirmChannel): Promise<void> {
    if (this.stopped) return;
    const { consumerTag } = await channel.consume(this.queue, (message) => {
      if (message) void this.outside.runInAsyncScope(() => this.track(this.settle(channel, message)));
      else void this.subscribeAgain(channel);
    });
    this.subscription = { channel, consumerTag };
  }

  /** The broker cancels a consumer when its queue is deleted or moves; nobody else would notice. */
  private async subscribeAgain(channel: ConfirmChannel): Promise<void> {
    this.subscription = undefined;
    this.logger.error(`The broker has cancelled the consumer of ${this.queue}; subscribing again.`);
    while (!this.isSubscribed && !this.stopped) {
      await pause(PATIENCE_MS);
      try {
        await assertTopology(channel);
        await this.subscribe(channel);
      } catch (error) {
        this.logger.warn(`Subscribing to ${this.queue} failed: ${String(error)}`);
        // Nothing works on a closed channel any more; the next one subscribes by itself.
        if (error instanceof Error && error.name === 'IllegalOperationError') return;
      }
    }
  }

  /** Acknowledges when the message is done with; hands it back when even that could not be written down. */
  private async settle(channel: ConfirmChannel, message: ConsumeMessage): Promise<void> {
    const isDone = await this.take(message).then(
      () => true,
      async (error: unknown) => {
        withIdsOf(message, () =>
          this.logger.warn(`${describe(message)} could not be put away, handing it back: ${String(error)}`),
        );
        await pause(PATIENCE_MS);
        return false;
      },
    );
    try {
      if (isDone) channel.ack(message);
      else channel.nack(message, false, true);
    } catch {
      // The channel is gone, and with it the right to settle: the broker delivers the message again by itself.
    }
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
    const [arrival, begun, read] = [arrivalOf(raw.properties.headers), performance.now(), tryToRead(raw)];
    if (raw.fields.redelivered) this.metrics.redeliveredOne();
    // What could not even be put away is handed back: tried again as well.
    let outcome: Outcome = 'retried';
    try {
      outcome = read instanceof Error ? await this.deadLetter(raw, read) : await this.handleInSpan(raw, read, arrival);
    } finally {
      const type = read instanceof Error ? '' : read.type;
      this.metrics.settled(this.routes.get(type)?.type, outcome, begun);
    }
  }

  private handleInSpan(raw: ConsumeMessage, envelope: Envelope, arrival: Arrival): Promise<Outcome> {
    const context = contextOf(envelope, raw.properties.headers);
    return inSpan(processing(this.queue, envelope), context, () => this.handle(raw, envelope, arrival));
  }

  private async handle(raw: ConsumeMessage, envelope: Envelope, arrival: Arrival): Promise<Outcome> {
    try {
      const route = this.routes.get(envelope.type);
      if (!route) throw new UnreadableMessage(`${this.queue} has no handler for ${envelope.type}`);
      return await route.handle(envelope, readData(envelope, route.data), arrival);
    } catch (error) {
      failSpan(error);
      return this.settleFailure(raw, envelope, error, arrival);
    }
  }

  private async settleFailure(
    raw: ConsumeMessage,
    envelope: Envelope,
    error: unknown,
    arrival: Arrival,
  ): Promise<Outcome> {
    if (error instanceof UnreadableMessage) return this.deadLetter(raw, error);
    const attempt = attemptOf(raw);
    // A server that is away says nothing about the message: it does not count as an attempt.
    if (isConnectionLoss(error)) return this.retryLater(raw, attempt, attempt, error);
    if (attempt < MAX_DELIVERIES) return this.retryLater(raw, attempt, attempt + 1, error);
    await this.routes.get(envelope.type)?.givenUp?.(envelope, error, arrival);
    return this.deadLetter(raw, error);
  }

  private async retryLater(raw: ConsumeMessage, attempt: number, next: number, error: unknown): Promise<Outcome> {
    const delay = retryDelay(this.firstRetryMs, attempt);
    this.logger.warn(`${describe(raw)} failed (attempt ${attempt}), again in ${delay} ms: ${String(error)}`);
    await this.publisher.publish({
      exchange: '',
      routingKey: retryQueueOf(this.queue),
      messageId: messageIdOf(raw),
      content: raw.content,
      headers: { ...raw.properties.headers, [Header.Attempt]: next },
      mandatory: true,
      expirationMs: delay,
    });
    return 'retried';
  }

  private async deadLetter(raw: ConsumeMessage, error: unknown): Promise<Outcome> {
    this.logger.error(`${describe(raw)} goes to the dead letters: ${String(error)}`);
    await this.publisher.publish({
      exchange: Exchange.DeadLetters,
      routingKey: this.queue,
      messageId: messageIdOf(raw),
      content: raw.content,
      headers: {
        ...raw.properties.headers,
        // Headers must fit into one frame, whatever an error has to say.
        [Header.DeadReason]: (error instanceof Error ? error.message : String(error)).slice(0, LONGEST_REASON),
        [Header.DeadQueue]: this.queue,
        [Header.DeadAt]: new Date().toISOString(),
      },
      mandatory: true,
    });
    return 'dead';
  }
}

/** 1, 2, 4, 8 s, each up to a fifth longer or shorter so that what failed together does not return together. */
function retryDelay(firstMs: number, attempt: number): number {
  return Math.round(firstMs * 2 ** (attempt - 1) * (0.8 + Math.random() * 0.4));
}

function tryToRead({ content }: ConsumeMessage): Envelope | Error {
  try {
    return readEnvelope(content);
  } catch (error) {
    return error as Error;
  }
}

function describe(raw: ConsumeMessage): string {
  return `Message ${messageIdOf(raw)} from ${raw.fields.routingKey}`;
}

/** For log lines that are written when the message is no longer being handled. */
function withIdsOf({ content, properties }: ConsumeMessage, tell: () => void): void {
  try {
    runInContext(contextOf(readEnvelope(content), properties.headers), tell);
  } catch {
    tell();
  }
}
