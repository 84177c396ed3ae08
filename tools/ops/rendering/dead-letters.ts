import { printable } from '../../shared/printable';
import type { DeadLetterBody, DeadLettersBody, DeadLettersChangedBody } from '../wire';
import { json, listed, next, shortened, titled } from './text';

const REASON = 60;

export function deadLetterLines({ items, queues }: DeadLettersBody): string[] {
  const counts = queues.filter(({ count }) => count > 0).map(({ queue, count }) => `${printable(queue)} ${count}`);
  if (items.length === 0) return ['There are no dead letters.'];
  return [
    ...titled(['queue', 'id', 'type', 'reason', 'attempts', 'died'], items.map(rowOf)),
    '',
    `All in all: ${counts.join(', ')}`,
    ...next(
      'dead-letter <id> shows one; then replay <queue> <id> when its cause is repaired, or discard <queue> <id>.',
    ),
  ];
}

function rowOf({ queue, id, type, reason, attempts, died_at }: DeadLetterBody): string[] {
  return [queue, id, type ?? '-', shortened(reason, REASON), String(attempts), died_at ?? '-'];
}

/** One dead letter, with all that it carries. */
export function oneDeadLetterLines(letter: DeadLetterBody): string[] {
  return [
    ...listed([
      ['id', letter.id],
      ['queue', letter.queue],
      ['reason', letter.reason],
      ['attempts', letter.attempts],
      ['died', letter.died_at],
      ['type', letter.type],
      ['source', letter.source],
      ['subject', letter.subject],
      ['saga', letter.saga_id],
      ['correlation', letter.correlation_id],
    ]),
    '',
    ...payloadOf(letter),
    ...(letter.truncated ? ['... the rest is not shown.'] : []),
  ];
}

function payloadOf({ payload, payload_encoding: encoding }: DeadLetterBody): string[] {
  if (typeof payload !== 'string' || encoding === 'json') return json(payload).split('\n');
  return [...(encoding === 'base64' ? ['In base64:'] : []), ...payload.split('\n').map(printable)];
}

export function changedLines({ queue, action, count, remaining }: DeadLettersChangedBody): string[] {
  const letters = count === 1 ? 'dead letter' : 'dead letters';
  return [`${action}: ${count} ${letters} of ${printable(queue)}; it has ${remaining} now.`];
}
