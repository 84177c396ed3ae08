import { AmqpConnection } from '@golevelup/nestjs-rabbitmq';
import { ConsumeMessage } from 'amqplib';
import { DeadLetter, readDeadLetter } from './dead-letter';
import { headersOfANewLife, messageIdOf } from './headers';
import { holdOldest, Work } from './held-queue';
import { ConfirmingPublisher } from './publisher';
import { deadQueueOf } from './topology';
import { PUBLISHED_HEADER } from './waits';

/** How many of a queue one call holds in memory, and is done with before its caller gives up. */
const AT_ONCE = 1_000;

/** The oldest message with this id, or all that were there when the call began. */
type WhichDeadLetters = { readonly id: string } | { readonly all: true };

/** Called with what was chosen before anything is done to it, unless that is nothing. Its error is thrown as it is. */
type Before = (chosen: readonly DeadLetter[]) => Promise<void>;

/** How many it was done to, and how many dead letters the queue has now. */
interface Outcome {
  readonly count: number;
  readonly remaining: number;
}

/** The broker was lost: it was done to `done` messages at most. */
export class DeadLettersInterrupted extends Error {
  constructor(
    readonly done: number,
    cause: unknown,
  ) {
    super(`Interrupted after ${done}: ${String(cause)}`, { cause });
  }
}

/**
 * Looks at the dead letters of a queue, sends them again or throws them away. They stay where they are meanwhile: a
 * process that dies in the middle loses none. Within a process one call waits for the other.
 *
 * @example
 * const { items, count } = await deadLetters.list('order.replies', 20);
 * await deadLetters.replay('order.replies', { id: items[0].id }, async (chosen) => audit(chosen));
 */
export class DeadLetters {
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly amqp: AmqpConnection,
    private readonly publisher: ConfirmingPublisher,
  ) {}

  /** The oldest `limit` of a queue, and how many there are. */
  async list(queue: string, limit: number): Promise<{ items: DeadLetter[]; count: number }> {
    const items: DeadLetter[] = [];
    const count = await this.hold(queue, limit, async (held) => {
      items.push(...held.map((message) => readDeadLetter(queue, message)));
    });
    return { items, count };
  }

  /**
   * Sends messages to the queue that they came from, as new ones with the same id. They leave the dead letters when
   * the broker has confirmed the copies: a crash between the two doubles them, and the inbox of their reader knows it.
   * @throws DeadLettersInterrupted
   */
  async replay(queue: string, which: WhichDeadLetters, before: Before): Promise<Outcome> {
    return this.change(queue, which, before, (message) =>
      this.publisher.publish({
        exchange: '',
        routingKey: queue,
        messageId: messageIdOf(message),
        content: message.content,
        headers: { ...headersOfANewLife(message.properties.headers), [PUBLISHED_HEADER]: Date.now() },
        mandatory: true,
      }),
    );
  }

  /**
   * Throws messages away.
   * @throws DeadLettersInterrupted
   */
  async discard(queue: string, which: WhichDeadLetters, before: Before): Promise<Outcome> {
    return this.change(queue, which, before, async () => undefined);
  }

  private async change(
    queue: string,
    which: WhichDeadLetters,
    before: Before,
    handle: (message: ConsumeMessage) => Promise<void>,
  ): Promise<Outcome> {
    const done: ConsumeMessage[] = [];
    let refused: Error | undefined;
    const announce = async (chosen: readonly ConsumeMessage[]): Promise<void> => {
      try {
        if (chosen.length > 0) await before(chosen.map((message) => readDeadLetter(queue, message)));
      } catch (error) {
        refused = error as Error;
        throw error;
      }
    };
    try {
      const remaining = await this.hold(queue, AT_ONCE, async (held, acknowledge) => {
        const chosen = choose(held, which);
        await announce(chosen);
        try {
          for (const message of chosen) {
            await handle(message);
            done.push(message);
          }
        } finally {
          acknowledge(done);
        }
      });
      return { count: done.length, remaining };
    } catch (error) {
      throw refused ?? new DeadLettersInterrupted(done.length, error);
    }
  }

  private hold(queue: string, limit: number, work: Work): Promise<number> {
    const held = this.last.then(() => holdOldest(this.amqp, deadQueueOf(queue), limit, work));
    this.last = held.catch(() => undefined);
    return held;
  }
}

function choose(held: readonly ConsumeMessage[], which: WhichDeadLetters): readonly ConsumeMessage[] {
  if ('all' in which) return held;
  return held.filter((message) => messageIdOf(message) === which.id).slice(0, 1);
}
