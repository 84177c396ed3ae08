import {
  DeadLetter,
  DeadLetterAction,
  DeadLetterQueues,
  DeadLettersUnavailable,
  WhichDeadLetters,
} from '../../src/application/ports/dead-letter-queues';

export function aDeadLetter(change: Partial<DeadLetter> = {}): DeadLetter {
  return {
    id: 'm-1',
    queue: 'order.replies',
    reason: 'not JSON',
    attempts: 1,
    diedAt: new Date('2026-01-01T12:00:00.000Z'),
    type: null,
    source: null,
    subject: null,
    correlationId: null,
    sagaId: null,
    payload: 'poison',
    encoding: 'text',
    truncated: false,
    ...change,
  };
}

export class MemoryDeadLetterQueues extends DeadLetterQueues {
  override readonly names = ['inventory.commands', 'order.replies'];
  /** What was sent again. */
  readonly sent: string[] = [];
  letters: DeadLetter[] = [];
  /** After how many messages the broker is lost. */
  lostAfter = Number.POSITIVE_INFINITY;

  with(...changes: Partial<DeadLetter>[]): this {
    this.letters.push(...changes.map(aDeadLetter));
    return this;
  }

  async list(queue: string, limit: number): Promise<{ items: readonly DeadLetter[]; count: number }> {
    const items = this.of(queue);
    return { items: items.slice(0, limit), count: items.length };
  }

  async change(
    action: DeadLetterAction,
    queue: string,
    which: WhichDeadLetters,
    before: (chosen: readonly DeadLetter[]) => Promise<void>,
  ): Promise<{ count: number; remaining: number }> {
    const all = this.of(queue);
    const chosen = 'all' in which ? all : all.filter(({ id }) => id === which.id).slice(0, 1);
    if (chosen.length > 0) await before(chosen);
    const done = chosen.slice(0, this.lostAfter);
    this.letters = this.letters.filter((letter) => !done.includes(letter));
    if (action === 'replay') this.sent.push(...done.map(({ id }) => id));
    if (done.length < chosen.length) throw new DeadLettersUnavailable(done.length);
    return { count: done.length, remaining: all.length - done.length };
  }

  private of(queue: string): DeadLetter[] {
    return this.letters.filter((letter) => letter.queue === queue);
  }
}
