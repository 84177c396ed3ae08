import { Page, PageRequest } from '@tradewind/kernel';
import { Answer, HistoryEntry, OutgoingCommand, SagaInstance, SagaStatus } from './instance';

export interface SagaFilter {
  readonly status?: SagaStatus;
  readonly definition?: string;
  /** The name of the step it is at. */
  readonly step?: string;
  readonly startedBefore?: Date;
}

/** The sagas of one definition that are in one status and have not ended. */
export interface OpenSagas {
  readonly definition: string;
  readonly status: SagaStatus;
  readonly count: number;
  readonly oldestAgeSeconds: number;
  /** How many of them have missed their deadline. */
  readonly overdue: number;
}

/** Where sagas are kept. Every method joins the caller's transaction. */
export abstract class SagaStore {
  abstract insert(instance: SagaInstance): Promise<void>;

  /** Loads an instance and holds it against others until the transaction ends. */
  abstract lock(id: string): Promise<SagaInstance | undefined>;

  /** Loads the instance about a subject that has not ended, and holds it; there is at most one. */
  abstract lockOpen(subject: string): Promise<SagaInstance | undefined>;

  /**
   * Locks one instance whose deadline has passed and that nobody else holds. Nothing is overdue while nobody has
   * called `watch` lately: first the deadlines are moved by the time that does not count.
   */
  abstract lockOverdue(now: Date): Promise<SagaInstance | undefined>;

  /**
   * Says that deadlines are being watched. When nobody has for longer than `patienceMs`, or the clock has jumped by
   * more than that, all deadlines are moved by as much, so that this time does not count for any of them.
   * @returns by how many ms they were moved; 0 as a rule
   */
  abstract watch(now: Date, patienceMs: number): Promise<number>;

  abstract update(instance: SagaInstance): Promise<void>;

  abstract appendHistory(sagaId: string, entries: readonly HistoryEntry[]): Promise<void>;

  /** A saga with its step log. Reads only. */
  abstract find(id: string): Promise<{ instance: SagaInstance; history: HistoryEntry[] } | undefined>;

  /** Sagas of all subjects, newest first. Reads only. */
  abstract list(filter: SagaFilter, page: PageRequest): Promise<Page<SagaInstance & { createdAt: Date }>>;

  /** What is open now. @param overdueAfterMs how long ago a deadline must be to count as missed. Reads only. */
  abstract countOpen(overdueAfterMs: number): Promise<OpenSagas[]>;

  /** The sagas about a subject with their step logs, oldest first. Reads only. */
  abstract findBySubject(subject: string): Promise<{ instance: SagaInstance; history: HistoryEntry[] }[]>;
}

/** Sends a command to another service, in the caller's transaction. */
export abstract class CommandSender {
  abstract send(command: OutgoingCommand, saga: SagaInstance): Promise<void>;
}

/** Commands that the orchestrating service carries out itself, in the saga's own transaction. */
export abstract class LocalCommands {
  abstract handles(type: string): boolean;

  /** A handler must decide before it writes: a refusal does not roll back what it wrote. */
  abstract execute(command: OutgoingCommand): Promise<Answer>;
}

/** Told of every change of an instance, inside the transaction that makes it. */
export abstract class SagaObserver {
  /**
   * @param entries what the change added to the step log, in order
   * @param sentAt when the command was last sent that the saga awaited before; null where it awaited none, or was parked
   */
  abstract changed(instance: SagaInstance, entries: readonly HistoryEntry[], sentAt: Date | null): void;
}
