import { Page, PageRequest } from '@tradewind/kernel';

/** Something that an operator did by hand. */
export interface AuditEntry {
  /** Who: the address of the ADMIN. */
  readonly by: string;
  /** `saga.retry`, `dead-letter.discard`, ... */
  readonly action: string;
  /** The id of the saga, or the name of the queue. */
  readonly target: string;
  /** Why, in the operator's own words. */
  readonly note: string | null;
  /** What it changed: the status before and after, the message that was discarded. */
  readonly details: Readonly<Record<string, unknown>>;
}

export type RecordedEntry = AuditEntry & {
  readonly id: string;
  readonly createdAt: Date;
  /** Of the request; null for what was not asked for by one. */
  readonly correlationId: string | null;
};

/** What operators did and why. Entries are written in the transaction of the action and never changed. */
export abstract class AuditLog {
  abstract write(entries: readonly AuditEntry[]): Promise<void>;

  /** Newest first. */
  abstract list(filter: { readonly target?: string }, page: PageRequest): Promise<Page<RecordedEntry>>;
}
