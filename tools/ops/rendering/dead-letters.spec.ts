import type { DeadLetterBody } from '../wire';
import { changedLines, deadLetterLines, oneDeadLetterLines } from './dead-letters';

const letter: DeadLetterBody = {
  id: 'm-1',
  queue: 'order.replies',
  reason: 'no envelope',
  attempts: 3,
  died_at: '2026-01-01T12:00:00.000Z',
  type: 'inventory.stock-reserved.v1',
  source: '/inventory',
  subject: 'o-1',
  correlation_id: 'c-1',
  saga_id: 's-1',
  payload: { name: 'Ya\u009bsh' },
  payload_encoding: 'json',
  truncated: false,
};

describe('a list of dead letters', () => {
  it('shows each with its reason, the counts of all queues, and what to do next', () => {
    const unreadable = { ...letter, id: 'm-2', type: null, died_at: null, reason: `evil\u001b[2J ${'x'.repeat(80)}` };
    const queues = [
      { queue: 'order.replies', count: 12 },
      { queue: 'payment.commands', count: 0 },
    ];
    expect(deadLetterLines({ items: [letter, unreadable], queues })).toEqual([
      expect.stringMatching(/^queue +id +type +reason +attempts +died$/),
      expect.stringMatching(
        /^order\.replies {2}m-1 {2}inventory\.stock-reserved\.v1 {2}no envelope +3 +2026-01-01T12:00:00\.000Z$/,
      ),
      expect.stringMatching(/^order\.replies {2}m-2 {2}- +evil\?\[2J x{50}… {2}3 +-$/),
      '',
      'All in all: order.replies 12',
      '',
      expect.stringContaining('replay <queue> <id>'),
    ]);
  });

  it('says so when there is none', () => {
    expect(deadLetterLines({ items: [], queues: [] })).toEqual(['There are no dead letters.']);
  });
});

describe('one dead letter', () => {
  it('is shown with its payload, which no terminal can obey', () => {
    const lines = oneDeadLetterLines(letter);
    expect(lines).toContain('reason       no envelope');
    expect(lines.slice(-3)).toEqual(['{', '  "name": "Ya\\u009bsh"', '}']);
  });

  it('is shown as text where it is no JSON, and says when that is not all', () => {
    const lines = oneDeadLetterLines({
      ...letter,
      payload: 'one\u001b[2J\ntwo',
      payload_encoding: 'text',
      truncated: true,
    });
    expect(lines.slice(-3)).toEqual(['one?[2J', 'two', '... the rest is not shown.']);
  });

  it('says when its bytes are in base64', () => {
    const lines = oneDeadLetterLines({ ...letter, payload: '/w==', payload_encoding: 'base64' });
    expect(lines.slice(-2)).toEqual(['In base64:', '/w==']);
  });
});

it('tells how many dead letters were dealt with and how many there are now', () => {
  expect(changedLines({ queue: 'order.replies', action: 'replay', count: 2, remaining: 1 })).toEqual([
    'replay: 2 dead letters of order.replies; it has 1 now.',
  ]);
});
