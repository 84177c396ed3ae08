import { Logger } from '@nestjs/common';
import { DeadLetters, DeadLettersInterrupted, QUEUES } from '@tradewind/messaging';
import {
  DeadLetter,
  DeadLetterAction,
  DeadLetterQueues,
  DeadLettersUnavailable,
  WhichDeadLetters,
} from '../application/ports/dead-letter-queues';

/** The dead letters of every service: one broker has them all. */
export class RabbitDeadLetterQueues extends DeadLetterQueues {
  override readonly names = QUEUES.map(({ name }) => name);
  private readonly logger = new Logger(RabbitDeadLetterQueues.name);

  constructor(private readonly deadLetters: DeadLetters) {
    super();
  }

  async list(queue: string, limit: number): Promise<{ items: readonly DeadLetter[]; count: number }> {
    try {
      return await this.deadLetters.list(queue, limit);
    } catch (error) {
      this.logger.warn(`The dead letters of ${queue} could not be read: ${String(error)}`);
      throw new DeadLettersUnavailable(0);
    }
  }

  async change(
    action: DeadLetterAction,
    queue: string,
    which: WhichDeadLetters,
    before: (chosen: readonly DeadLetter[]) => Promise<void>,
  ): Promise<{ count: number; remaining: number }> {
    try {
      return await this.deadLetters[action](queue, which, before);
    } catch (error) {
      if (!(error instanceof DeadLettersInterrupted)) throw error;
      this.logger.warn(`The ${action} of dead letters of ${queue} was cut short: ${error.message}`);
      throw new DeadLettersUnavailable(error.done);
    }
  }
}
