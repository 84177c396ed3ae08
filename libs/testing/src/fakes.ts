import { Clock, UnitOfWork } from '@tradewind/kernel';

/** A clock that stands still until it is told otherwise. */
export class FixedClock extends Clock {
  constructor(private time = new Date('2026-01-01T12:00:00.000Z')) {
    super();
  }

  now(): Date {
    return this.time;
  }

  advance(ms: number): void {
    this.time = new Date(this.time.getTime() + ms);
  }
}

/** A unit of work over memory: it runs the work, and what was to follow the commit when the work succeeded. */
export class MemoryUnitOfWork extends UnitOfWork {
  private pending: (() => void)[] = [];

  async run<T>(work: () => Promise<T>): Promise<T> {
    this.pending = [];
    const result = await work();
    for (const action of this.pending) action();
    return result;
  }

  afterCommit(action: () => void): void {
    this.pending.push(action);
  }
}
