import type { OperatedBody, PageBody, SagaBody } from '../wire';
import { age, next, titled } from './text';

const NEEDS_ATTENTION = 'NEEDS_ATTENTION';

/** @param status what was asked for; undefined for any */
export function sagaLines({ items, next_cursor }: PageBody<SagaBody>, status: string | undefined): string[] {
  if (items.length === 0) return [status === NEEDS_ATTENTION ? 'No saga needs attention.' : 'There is no such saga.'];
  const titles = ['id', 'saga', 'order', 'status', 'at step', 'sent', 'age'];
  return [
    ...titled(titles, items.map(rowOf)),
    ...(next_cursor === null ? [] : ['There are more: --all shows them.']),
    ...next(
      items.some((saga) => saga.status === NEEDS_ATTENTION)
        ? 'saga <id> tells why one needs attention; then retry, resume, compensate or resolve it.'
        : 'saga <id> shows what one did; story <order> shows it with stock and payment.',
    ),
  ];
}

function rowOf(saga: SagaBody): string[] {
  return [
    saga.saga_id,
    saga.definition,
    saga.order_id,
    saga.status,
    `${saga.action} ${saga.step}`,
    `${saga.attempts}x`,
    age(saga.age_seconds),
  ];
}

/** What came of an action on all sagas that a filter found. */
export function operatedLines(action: string, { changed, items, more }: OperatedBody): string[] {
  if (items.length === 0) return ['No saga was found, so nothing was changed.'];
  const rows = items.map(({ saga_id, order_id, outcome, code }) => [saga_id, order_id, outcome, code ?? '']);
  return [
    ...titled(['saga', 'order', 'outcome', 'why'], rows),
    '',
    `${action}: ${changed} of ${items.length} changed.`,
    ...(more ? ['There are more: the same command again goes on with them.'] : []),
  ];
}
