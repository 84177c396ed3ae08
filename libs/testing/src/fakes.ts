import { Clock, EndedSession, EndedSessions, UnitOfWork } from '@tradewind/kernel';

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
  private pending: (() => void | Promise<void>)[] = [];

  async run<T>(work: () => Promise<T>): Promise<T> {
    this.pending = [];
    const result = await work();
    for (const action of this.pending) await action();
    return result;
  }

  afterCommit(action: () => void | Promise<void>): void {
    this.pending.push(action);
  }
}

/** The list of ended sessions, in memory. */
export class MemoryEndedSessions extends EndedSessions {
  readonly told: EndedSession[] = [];

  async includes(sessionId: string): Promise<boolean> {
    return this.told.some(({ id }) => id === sessionId);
  }

  async add(sessions: readonly EndedSession[]): Promise<void> {
    this.told.push(...sessions);
  }
}
