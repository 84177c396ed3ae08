import { DomainError } from '@tradewind/kernel';

/** A message that a service could not handle. */
export interface DeadLetter {
  readonly id: string;
  /** Where it could not be handled, such as `order.replies`. */
  readonly queue: string;
  readonly reason: string;
  /** How often it was handled before. */
  readonly attempts: number;
  readonly diedAt: Date | null;
  /** Null, like the next four, when it says nothing about itself that can be read. */
  readonly type: string | null;
  readonly source: string | null;
  readonly subject: string | null;
  readonly correlationId: string | null;
  readonly sagaId: string | null;
  readonly payload: unknown;
  /** What `payload` is: a JSON value, the content as text, or its bytes in base64. */
  readonly encoding: 'json' | 'text' | 'base64';
  /** Whether `payload` is only the beginning. */
  readonly truncated: boolean;
}

/** The oldest message with this id, or all that are there now. */
export type WhichDeadLetters = { readonly id: string } | { readonly all: true };

/** Replayed, a message is sent to its queue again; discarded, it is gone. */
export type DeadLetterAction = 'replay' | 'discard';

/** What all services could not handle, queue by queue, where it lies: in the broker. */
export abstract class DeadLetterQueues {
  /** The queues that messages come from. */
  abstract readonly names: readonly string[];

  /** The oldest `limit` of a queue, and how many there are. */
  abstract list(queue: string, limit: number): Promise<{ items: readonly DeadLetter[]; count: number }>;

  /**
   * @param before called with what was chosen, unless that is nothing; when it rejects, nothing is changed
   * @returns how many it was done to, and how many dead letters the queue has now
   * @throws DeadLettersUnavailable
   */
  abstract change(
    action: DeadLetterAction,
    queue: string,
    which: WhichDeadLetters,
    before: (chosen: readonly DeadLetter[]) => Promise<void>,
  ): Promise<{ count: number; remaining: number }>;

  /**
   * @param name of a queue, or of that of its dead letters
   * @throws DeadLetterQueueUnknown
   */
  named(name: string): string {
    const queue = this.names.find((known) => name === known || name === `${known}.dead`);
    if (queue === undefined) throw new DeadLetterQueueUnknown(this.names);
    return queue;
  }
}

export class DeadLetterQueueUnknown extends DomainError {
  readonly code = 'dead-letter.queue-unknown';
  readonly kind = 'missing';

  constructor(known: readonly string[]) {
    super(`There is no such queue; there are ${known.join(', ')}.`);
  }
}

/** The broker was lost. */
export class DeadLettersUnavailable extends DomainError {
  readonly code = 'dead-letter.unavailable';
  readonly kind = 'unavailable';

  /** @param done how many messages it was done to, at most */
  constructor(readonly done: number) {
    super(
      done === 0
        ? 'The broker cannot be asked now; nothing was changed.'
        : `The broker was lost after ${done} at most; look again at what is left.`,
    );
  }
}
