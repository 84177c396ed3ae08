import { DeadLetter, DeadLetterQueues } from '../ports/dead-letter-queues';

export interface DeadLetterList {
  readonly items: readonly DeadLetter[];
  readonly queues: readonly { readonly queue: string; readonly count: number }[];
}

/** What lies among the dead letters. */
export class DeadLetterQueries {
  constructor(private readonly queues: DeadLetterQueues) {}

  /**
   * The oldest `limit` of each queue, or of the one that is named.
   * @throws DeadLetterQueueUnknown, DeadLettersUnavailable
   */
  async list(name: string | undefined, limit: number): Promise<DeadLetterList> {
    const names = name === undefined ? this.queues.names : [this.queues.named(name)];
    const items: DeadLetter[] = [];
    const queues: { queue: string; count: number }[] = [];
    for (const queue of names) {
      const found = await this.queues.list(queue, limit);
      items.push(...found.items);
      queues.push({ queue, count: found.count });
    }
    return { items, queues };
  }
}
