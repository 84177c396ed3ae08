import { UnitOfWork } from '@tradewind/kernel';

/** One transaction after the other, as those of one order are by its lock. */
export class OneAtATime extends UnitOfWork {
  private last: Promise<unknown> = Promise.resolve();

  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.last.then(work);
    this.last = result.catch(() => undefined);
    return result;
  }

  afterCommit(): void {
    throw new Error('No use case of this service waits for a commit.');
  }
}
