import type { Api, Query } from '../api';
import { readArguments } from '../arguments';
import { COMMANDS } from '.';
import type { Shown } from './command';

/** Gives prepared answers, one after the other, and remembers what was asked. */
class RecordingApi implements Api {
  readonly asked: unknown[] = [];

  constructor(private readonly answers: unknown[]) {}

  async get<T>(path: string, query: Query = {}): Promise<T> {
    return this.answer(['GET', path, JSON.parse(JSON.stringify(query))]);
  }

  async post<T>(path: string, body: unknown): Promise<T> {
    return this.answer(['POST', path, JSON.parse(JSON.stringify(body))]);
  }

  private answer<T>(asked: unknown): T {
    this.asked.push(asked);
    return this.answers.shift() as T;
  }
}

async function run(argv: string[], ...answers: unknown[]): Promise<{ asked: unknown[]; shown: Shown }> {
  const api = new RecordingApi(answers);
  const given = readArguments(argv)!;
  const shown = await COMMANDS[given.command](api, given);
  return { asked: api.asked, shown };
}

const EMPTY_PAGE = { items: [], next_cursor: null };
const NOTHING_DONE = { changed: 0, items: [], more: false };
const TIMELINE = { attention: null, status: 'COMPLETED', steps: [], interventions: [], ignored: [] };

describe('listing sagas', () => {
  it('asks for those that need attention', async () => {
    const { asked, shown } = await run(['sagas'], EMPTY_PAGE);
    expect(asked).toEqual([['GET', '/api/sagas', { status: 'NEEDS_ATTENTION' }]]);
    expect(shown.lines()).toEqual(['No saga needs attention.']);
  });

  it('asks for all that a filter finds, in any status if that is wanted', async () => {
    const { asked } = await run(['sagas', '--status', 'any', '--older-than', '5m', '--limit', '7'], EMPTY_PAGE);
    expect(asked).toEqual([['GET', '/api/sagas', { older_than: '5m', limit: '7' }]]);
  });

  it('reads page after page with --all', async () => {
    const pages = [
      { items: [{ saga_id: 's-1' }], next_cursor: 'c-1' },
      { items: [{ saga_id: 's-2' }], next_cursor: null },
    ];
    const { asked, shown } = await run(['sagas', '--all'], ...pages);
    expect(asked[1]).toEqual(['GET', '/api/sagas', { status: 'NEEDS_ATTENTION', limit: '100', cursor: 'c-1' }]);
    expect(shown.body).toEqual({ items: [{ saga_id: 's-1' }, { saga_id: 's-2' }], next_cursor: null });
  });
});

describe('acting on sagas', () => {
  it('acts on one, and says why', async () => {
    const { asked } = await run(['resolve', 's-1', '--note', 'booked by hand'], TIMELINE);
    expect(asked).toEqual([['POST', '/api/sagas/s-1/resolve', { note: 'booked by hand' }]]);
  });

  it('acts on all that a filter finds', async () => {
    const { asked, shown } = await run(['retry', '--step', 'commit stock', '--older-than', '1h'], NOTHING_DONE);
    expect(asked).toEqual([['POST', '/api/sagas/retry', { step: 'commit stock', older_than: '1h' }]]);
    expect(shown.refused).toBe(false);
  });

  it('acts on everything only when that is said', async () => {
    const { asked } = await run(['resume', '--all'], NOTHING_DONE);
    expect(asked).toEqual([['POST', '/api/sagas/resume', { all: true }]]);
    await expect(run(['resume'])).rejects.toThrow('resume needs to know which.');
    await expect(run(['resume', 's-1', '--all'])).rejects.toThrow('one way');
    await expect(run(['resume', '--all', '--step', 'x'])).rejects.toThrow('one way');
  });

  it('has failed when one of many was refused', async () => {
    const items = [{ saga_id: 's-1', order_id: 'o-1', outcome: 'refused', code: 'saga.cannot-be-undone' }];
    const { shown } = await run(['compensate', '--all'], { changed: 0, items, more: false });
    expect(shown.refused).toBe(true);
  });

  it('keeps what was typed in one part of the path', async () => {
    const { asked } = await run(['saga', '../users/me?x'], TIMELINE);
    expect(asked).toEqual([['GET', '/api/sagas/..%2Fusers%2Fme%3Fx', {}]]);
  });
});

describe('the story of an order', () => {
  it('is shown as the service tells it', async () => {
    const { asked, shown } = await run(['story', 'o-1'], 'Order o-1\n  2 x Lamp\n');
    expect(asked).toEqual([['GET', '/api/orders/o-1/saga', {}]]);
    expect(shown.lines()).toEqual(['Order o-1\n  2 x Lamp']);
  });

  it('is data for a program', async () => {
    const { shown } = await run(['story', 'o-1', '--json'], { order_id: 'o-1' });
    expect(shown.body).toEqual({ order_id: 'o-1' });
  });
});

describe('dead letters', () => {
  const letter = { id: 'm-1', queue: 'order.replies', reason: 'unknown', attempts: 1, payload: {} };

  it('are listed, of one queue or of all', async () => {
    const { asked } = await run(['dead-letters', '--queue', 'order.replies'], { items: [], queues: [] });
    expect(asked).toEqual([['GET', '/api/dead-letters', { queue: 'order.replies' }]]);
  });

  it('are looked up by their id', async () => {
    const found = { items: [{ ...letter, id: 'm-0' }, letter], queues: [] };
    const { asked, shown } = await run(['dead-letter', 'm-1'], found);
    expect(asked).toEqual([['GET', '/api/dead-letters', { limit: '100' }]]);
    expect(shown.body).toEqual(letter);
    await expect(run(['dead-letter', 'm-2'], found)).rejects.toThrow('There is no dead letter m-2');
  });

  it('are replayed and discarded, one or all of a queue', async () => {
    const changed = { queue: 'order.replies', action: 'replay', count: 1, remaining: 0 };
    const one = await run(['replay', 'order.replies', 'm-1', '--note', 'fixed'], changed);
    expect(one.asked).toEqual([['POST', '/api/dead-letters/order.replies/replay', { id: 'm-1', note: 'fixed' }]]);
    const all = await run(['discard', 'order.replies', '--all'], changed);
    expect(all.asked).toEqual([['POST', '/api/dead-letters/order.replies/discard', { all: true }]]);
  });

  it('are never all meant by leaving out which', async () => {
    await expect(run(['discard', 'order.replies'])).rejects.toThrow('discard needs to know which.');
    await expect(run(['discard', 'order.replies', 'm-1', '--all'])).rejects.toThrow('one way');
  });
});

it('lists what operators did, with one saga or queue', async () => {
  const { asked } = await run(['audit', '--target', 's-1'], EMPTY_PAGE);
  expect(asked).toEqual([['GET', '/api/audit-log', { target: 's-1' }]]);
});
