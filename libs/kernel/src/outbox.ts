/** A message that waits in the database until the broker has confirmed it. */
export interface OutboxMessage {
  /** The message id, which a repeated message keeps. */
  readonly id: string;
  readonly exchange: string;
  readonly routingKey: string;
  /** Messages with the same key are published in the order in which they were written. */
  readonly orderingKey: string;
  /** The CloudEvents envelope, ready to send. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** Where messages are written in the transaction that decided them (transactional outbox). */
export abstract class Outbox {
  /** Writes messages; one whose id was written before is sent again, as it was. */
  abstract add(messages: readonly OutboxMessage[]): Promise<void>;

  /** Sends a message again that was written before, if it is still kept. Used to repeat an answer. */
  abstract resend(id: string): Promise<void>;
}

/** What waits in the outbox. */
export interface OutboxBacklog {
  readonly unsent: number;
  /** 0 where nothing waits. */
  readonly oldestAgeSeconds: number;
}

/** The relay's side of the outbox. */
export abstract class OutboxStore {
  /**
   * Claims up to `limit` ordering keys that have unsent messages, hands all those messages to `publish` and marks
   * as sent those whose ids it returns. Messages claimed by another relay are skipped.
   * @returns how many messages were marked as sent.
   */
  abstract relay(limit: number, publish: (messages: OutboxMessage[]) => Promise<string[]>): Promise<number>;

  /** Registers who is called after each commit of this process that wrote a message; it must not throw. */
  abstract onWritten(listener: () => void): void;

  abstract backlog(): Promise<OutboxBacklog>;

  /** Removes up to `limit` messages that were sent before `before`. @returns how many. */
  abstract removeSent(before: Date, limit: number): Promise<number>;
}

/** What a consumer has already taken in; makes redelivery harmless. */
export abstract class Inbox {
  /** @returns true if this consumer has already handled the message. A plain read, outside any transaction. */
  abstract has(consumer: string, messageId: string): Promise<boolean>;

  /**
   * Notes in the current transaction that `consumer` handles this message.
   * @returns false if it was handled before: a duplicate, whose effects must not be repeated.
   */
  abstract accept(consumer: string, messageId: string): Promise<boolean>;

  /** Forgets up to `limit` messages that were taken in before `before`. @returns how many. */
  abstract removeOld(before: Date, limit: number): Promise<number>;
}
