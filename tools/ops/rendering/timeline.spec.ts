import type { TimelineBody } from '../wire';
import { timelineLines } from './timeline';

const step = {
  step: 'reserve stock',
  action: 'do',
  command: 'inventory.reserve-stock.v1',
  attempts: 1,
  reply: 'inventory.stock-reserved.v1',
  outcome: 'done',
  result: {},
  started_at: '2026-01-01T12:00:00.000Z',
  duration_ms: 12,
};

const saga: TimelineBody = {
  saga_id: 's-1',
  definition: 'place-order',
  version: 1,
  status: 'NEEDS_ATTENTION',
  attention: 'refused: inventory.reservation-missing',
  started_at: '2026-01-01T12:00:00.000Z',
  duration_ms: null,
  correlation_id: 'c-1',
  trace_id: 't-1',
  steps: [
    step,
    {
      ...step,
      step: 'commit stock',
      command: 'inventory.commit-stock.v1',
      reply: 'saga.command-refused.v1',
      outcome: 'refused',
      result: { code: 'inventory.reservation-missing', detail: 'There is none.' },
      started_at: '2026-01-01T12:00:01.500Z',
      duration_ms: null,
    },
  ],
  interventions: [
    { at: '2026-01-01T12:05:00.000Z', what: 'retried', by: 'ann@shop.test', note: 'try\u001b[2J\nagain' },
    { at: '2026-01-01T12:06:00.000Z', what: 'cancelled', by: null, note: null },
  ],
  ignored: [{ at: '2026-01-01T12:07:00.000Z', message: 'payment.payment-processed.v1' }],
};

describe('the timeline of a saga', () => {
  const lines = timelineLines(saga);

  it('says what it is and why it needs attention', () => {
    expect(lines.slice(0, 3)).toEqual([
      'saga         place-order v1',
      'id           s-1',
      'status       NEEDS_ATTENTION: refused: inventory.reservation-missing',
    ]);
  });

  it('has a line for each step, timed from the start of the saga', () => {
    const table = lines.filter((line) => line.includes('inventory.') && !line.startsWith('status'));
    expect(table).toEqual([
      'reserve stock  do  inventory.reserve-stock.v1  1x    done     +0 ms     12 ms  inventory.stock-reserved.v1',
      'commit stock   do  inventory.commit-stock.v1   1x    refused  +1500 ms  -      ' +
        'saga.command-refused.v1  inventory.reservation-missing: There is none.',
    ]);
  });

  it('tells what people did, in text that can move no cursor and begin no line', () => {
    expect(lines).toContain('2026-01-01T12:05:00.000Z  retried by ann@shop.test: try?[2J?again');
    expect(lines).toContain('2026-01-01T12:06:00.000Z  cancelled');
    expect(lines).toContain('2026-01-01T12:07:00.000Z  ignored payment.payment-processed.v1: nobody waited for it');
  });

  it('says what can be done about one that needs attention', () => {
    expect(lines).toContain('Next  npm run ops -- <action> s-1 --note "why", where the action is');
    expect(lines.filter((line) => /^ {2}(retry|resume|compensate|resolve) /.test(line))).toHaveLength(4);
  });

  it('says how to look again at one that is under way, and nothing about one that has ended', () => {
    const quiet = { ...saga, attention: null, interventions: [], ignored: [] };
    expect(timelineLines({ ...quiet, status: 'RUNNING' }).at(-1)).toContain('npm run ops -- saga s-1');
    const ended = timelineLines({ ...quiet, status: 'COMPLETED', duration_ms: 70 });
    expect(ended).toContain('status       COMPLETED after 70 ms');
    expect(ended.join('\n')).not.toContain('Next');
  });
});
