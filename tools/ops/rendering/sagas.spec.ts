import type { SagaBody } from '../wire';
import { operatedLines, sagaLines } from './sagas';

const parked: SagaBody = {
  saga_id: 's-1',
  definition: 'place-order',
  order_id: 'o-1',
  status: 'NEEDS_ATTENTION',
  step: 'commit stock',
  action: 'do',
  attempts: 10,
  age_seconds: 7_300,
};

describe('a list of sagas', () => {
  it('shows where each one is, and what to do next', () => {
    expect(sagaLines({ items: [parked], next_cursor: null }, 'NEEDS_ATTENTION')).toEqual([
      'id   saga         order  status           at step          sent  age',
      's-1  place-order  o-1    NEEDS_ATTENTION  do commit stock  10x   2 h',
      '',
      'Next  saga <id> tells why one needs attention; then retry, resume, compensate or resolve it.',
    ]);
  });

  it('says that there are more', () => {
    expect(sagaLines({ items: [parked], next_cursor: 'c' }, undefined)).toContain('There are more: --all shows them.');
  });

  it('says so when there is none', () => {
    expect(sagaLines({ items: [], next_cursor: null }, 'NEEDS_ATTENTION')).toEqual(['No saga needs attention.']);
    expect(sagaLines({ items: [], next_cursor: null }, 'RUNNING')).toEqual(['There is no such saga.']);
  });
});

describe('what came of an action on many sagas', () => {
  const items = [
    { saga_id: 's-1', order_id: 'o-1', outcome: 'changed', code: null },
    { saga_id: 's-2', order_id: 'o-2', outcome: 'refused', code: 'saga.cannot-be-undone' },
  ];

  it('names each, why it was refused, and how many were changed', () => {
    expect(operatedLines('compensate', { changed: 1, items, more: true })).toEqual([
      'saga  order  outcome  why',
      's-1   o-1    changed',
      's-2   o-2    refused  saga.cannot-be-undone',
      '',
      'compensate: 1 of 2 changed.',
      'There are more: the same command again goes on with them.',
    ]);
  });

  it('says so when the filter finds none', () => {
    expect(operatedLines('retry', { changed: 0, items: [], more: false })).toEqual([
      'No saga was found, so nothing was changed.',
    ]);
  });
});
