import { DomainError } from '@tradewind/kernel';
import { AuditLog } from '../ports/audit-log';
import {
  DeadLetter,
  DeadLetterAction,
  DeadLetterQueues,
  DeadLettersUnavailable,
  WhichDeadLetters,
} from '../ports/dead-letter-queues';

/** How many ids an entry of the audit log names, and how many characters of what was thrown away it keeps. */
const IDS_NAMED = 100;
const KEPT = 256 * 1024;

export interface DeadLetterCommand {
  readonly action: DeadLetterAction;
  /** The queue, or that of its dead letters. */
  readonly queue: string;
  readonly which: WhichDeadLetters;
  readonly by: string;
  readonly note: string | null;
}

export interface DeadLettersChanged {
  readonly queue: string;
  readonly action: DeadLetterAction;
  readonly count: number;
  /** How many dead letters the queue has now. */
  readonly remaining: number;
}

export class DeadLetterNotFound extends DomainError {
  readonly code = 'dead-letter.not-found';
  readonly kind = 'missing';

  constructor(queue: string) {
    super(`${queue} has no dead letter with this id; it may have been replayed or discarded.`);
  }
}

/**
 * Sends dead letters again, or throws them away. Broker and database have no transaction in common, so the audit log
 * comes first and commits by itself: what was changed is always written down. It is not a use case for the dispatcher,
 * which would hold a transaction open while the broker is waited for.
 */
export class OperateDeadLetters {
  constructor(
    private readonly queues: DeadLetterQueues,
    private readonly audit: AuditLog,
  ) {}

  /** @throws DeadLetterQueueUnknown, DeadLetterNotFound, DeadLettersUnavailable */
  async run({ action, queue: name, which, by, note }: DeadLetterCommand): Promise<DeadLettersChanged> {
    const queue = this.queues.named(name);
    const write = (details: Record<string, unknown>) =>
      this.audit.write([{ by, action: `dead-letter.${action}`, target: queue, note, details }]);
    let chosen: readonly DeadLetter[] = [];
    try {
      const { count, remaining } = await this.queues.change(action, queue, which, async (letters) => {
        await write(detailsOf(action, letters));
        chosen = letters;
      });
      if (count === 0 && 'id' in which) throw new DeadLetterNotFound(queue);
      return { queue, action, count, remaining };
    } catch (error) {
      const isCutShort = chosen.length > 0 && error instanceof DeadLettersUnavailable;
      if (isCutShort) await write({ interrupted: true, count: error.done, of: chosen.length });
      throw error;
    }
  }
}

function detailsOf(action: DeadLetterAction, letters: readonly DeadLetter[]): Record<string, unknown> {
  const details = { count: letters.length, ids: letters.slice(0, IDS_NAMED).map(({ id }) => id) };
  return action === 'replay' ? details : { ...details, messages: whatFits(letters.map(toRecord)) };
}

/** So that what was thrown away can be looked up. */
function toRecord({ id, type, subject, sagaId, reason, diedAt, payload, encoding, truncated }: DeadLetter): object {
  return {
    id,
    type,
    subject,
    saga_id: sagaId,
    reason,
    died_at: diedAt,
    payload,
    payload_encoding: encoding,
    truncated,
  };
}

function whatFits(records: readonly object[]): readonly object[] {
  let size = 0;
  const end = records.findIndex((record) => (size += JSON.stringify(record).length) > KEPT);
  return end === -1 ? records : records.slice(0, end);
}
