import { Injectable, Logger, OnApplicationBootstrap } from '@nestjs/common';
import { Envelope } from '@tradewind/contracts';
import { BackgroundLoop, currentContext, failSpan, inSpan, OutboxMessage, OutboxStore } from '@tradewind/kernel';
import { contextOf, publishing, TRACE_HEADER } from './message-context';
import { OutboxMetrics } from './outbox.metrics';
import { ConfirmingPublisher } from './publisher';
import { Exchange } from './topology';
import { PUBLISHED_HEADER } from './waits';

/** Found by poll: what other replicas wrote, and what a crash left behind. */
const POLL_MS = 100;
const BATCH = 100;
const KEEP_SENT_MS = 24 * 60 * 60 * 1_000;
const CLEAN_EVERY_MS = 60_000;
const CLEAN_BATCH = 5_000;

/** Moves messages from the outbox to the broker: woken after each commit, and by a poll. */
@Injectable()
export class OutboxRelay implements OnApplicationBootstrap {
  private readonly logger = new Logger(OutboxRelay.name);
  private readonly loop = new BackgroundLoop(
    () => this.relay(),
    POLL_MS,
    (error) => this.warn(error),
  );
  private readonly cleaning = new BackgroundLoop(
    () => this.clean(),
    CLEAN_EVERY_MS,
    (error) => this.warn(error),
  );

  constructor(
    private readonly store: OutboxStore,
    private readonly publisher: ConfirmingPublisher,
    private readonly metrics: OutboxMetrics,
  ) {}

  onApplicationBootstrap(): void {
    this.store.onWritten(() => this.loop.wake());
    this.loop.start();
    this.cleaning.start();
  }

  /** Publishes what is left, then stops. */
  async drain(): Promise<void> {
    await Promise.all([this.loop.stop(), this.cleaning.stop()]);
    await this.relay().catch((error: unknown) => this.warn(error));
  }

  private async relay(): Promise<boolean> {
    const sent = await this.store.relay(BATCH, (messages) => this.publishAll(messages));
    return sent > 0;
  }

  /** Keys go in parallel; within a key, a message is sent when the one before it is confirmed. */
  private async publishAll(messages: OutboxMessage[]): Promise<string[]> {
    const lanes = new Map<string, OutboxMessage[]>();
    for (const message of messages) {
      const lane = lanes.get(message.orderingKey);
      if (lane) lane.push(message);
      else lanes.set(message.orderingKey, [message]);
    }
    const sent = await Promise.all([...lanes.values()].map((lane) => this.publishLane(lane)));
    return sent.flat();
  }

  private async publishLane(lane: OutboxMessage[]): Promise<string[]> {
    const sent: string[] = [];
    for (const message of lane) {
      const envelope = message.body as unknown as Envelope;
      const isSent = await inSpan(publishing(message, envelope), contextOf(envelope), () => this.publish(message));
      if (!isSent) break;
      sent.push(message.id);
    }
    return sent;
  }

  /** @returns false if it could not be published; it then stays in the outbox, with those behind it. */
  private async publish(message: OutboxMessage): Promise<boolean> {
    try {
      await this.publisher.publish({
        exchange: message.exchange,
        routingKey: message.routingKey,
        messageId: message.id,
        content: Buffer.from(JSON.stringify(message.body)),
        headers: { [PUBLISHED_HEADER]: Date.now(), [TRACE_HEADER]: currentContext()?.traceparent },
        // An event may have no reader; a command or a reply without one would be lost.
        mandatory: message.exchange !== Exchange.Events,
      });
      this.metrics.publishedOne(message.exchange);
      return true;
    } catch (error) {
      this.metrics.failedOne();
      failSpan(error);
      this.warn(error);
      return false;
    }
  }

  private async clean(): Promise<boolean> {
    const removed = await this.store.removeSent(new Date(Date.now() - KEEP_SENT_MS), CLEAN_BATCH);
    return removed === CLEAN_BATCH;
  }

  private warn(error: unknown): void {
    this.logger.warn(`The outbox could not be relayed, will try again: ${String(error)}`);
  }
}
