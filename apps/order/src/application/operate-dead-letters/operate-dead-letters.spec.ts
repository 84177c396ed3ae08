import { MemoryAuditLog } from '../../../test/fakes/audit-log.memory';
import { MemoryDeadLetterQueues } from '../../../test/fakes/dead-letter-queues.memory';
import { DeadLetterQueueUnknown, DeadLettersUnavailable } from '../ports/dead-letter-queues';
import { DeadLetterQueries } from './dead-letter.queries';
import { DeadLetterCommand, DeadLetterNotFound, OperateDeadLetters } from './operate-dead-letters';

const BY = 'admin@tradewind.test';

function threeDeadLetters() {
  const queues = new MemoryDeadLetterQueues().with(
    { id: 'm-1' },
    { id: 'm-2', type: 'inventory.stock-reserved.v1', payload: { order_id: 'o-1' }, encoding: 'json' },
    { id: 'm-3', queue: 'inventory.commands' },
  );
  const audit = new MemoryAuditLog();
  const handler = new OperateDeadLetters(queues, audit);
  const operate = (change: Partial<DeadLetterCommand>) =>
    handler.run({ action: 'replay', queue: 'order.replies', which: { all: true }, by: BY, note: null, ...change });
  return { queues, audit, operate };
}

describe('replaying dead letters', () => {
  it('sends one again, and writes down who wanted it and why', async () => {
    const { queues, audit, operate } = threeDeadLetters();
    const done = await operate({ which: { id: 'm-2' }, note: 'inventory is repaired' });
    expect(done).toEqual({ queue: 'order.replies', action: 'replay', count: 1, remaining: 1 });
    expect(queues.sent).toEqual(['m-2']);
    const details = { count: 1, ids: ['m-2'] };
    const note = 'inventory is repaired';
    expect(audit.entries).toEqual([{ by: BY, action: 'dead-letter.replay', target: 'order.replies', note, details }]);
  });

  it('sends all of one queue again, with one entry for all of them', async () => {
    const { queues, audit, operate } = threeDeadLetters();
    expect(await operate({ which: { all: true } })).toMatchObject({ count: 2, remaining: 0 });
    expect(queues.sent).toEqual(['m-1', 'm-2']);
    expect(audit.entries).toMatchObject([{ details: { count: 2, ids: ['m-1', 'm-2'] } }]);
  });

  it('names a hundred of them', async () => {
    const { queues, audit, operate } = threeDeadLetters();
    queues.with(...Array.from({ length: 200 }, (_, n) => ({ id: `n-${n}` })));
    await operate({ which: { all: true } });
    expect(audit.entries[0]?.details).toMatchObject({ count: 202 });
    expect(audit.entries[0]?.details['ids']).toHaveLength(100);
  });

  it('finds nothing the second time, and notes nothing', async () => {
    const { audit, operate } = threeDeadLetters();
    await operate({ which: { id: 'm-1' } });
    await expect(operate({ which: { id: 'm-1' } })).rejects.toThrow(DeadLetterNotFound);
    await operate({ which: { all: true } });
    expect(await operate({ which: { all: true } })).toMatchObject({ count: 0, remaining: 0 });
    expect(audit.entries).toHaveLength(2);
  });

  it('knows a queue by the name of its dead letters too, and no other', async () => {
    const { audit, operate } = threeDeadLetters();
    expect(await operate({ queue: 'order.replies.dead' })).toMatchObject({ queue: 'order.replies', count: 2 });
    expect(audit.entries).toMatchObject([{ target: 'order.replies' }]);
    for (const queue of ['order.reply', 'order.replies.retry', '']) {
      await expect(operate({ queue })).rejects.toThrow(DeadLetterQueueUnknown);
    }
  });
});

describe('discarding dead letters', () => {
  it('takes them away and keeps a copy', async () => {
    const { queues, audit, operate } = threeDeadLetters();
    expect(await operate({ action: 'discard', which: { id: 'm-2' } })).toMatchObject({ count: 1, remaining: 1 });
    expect([queues.sent, queues.letters.map(({ id }) => id)]).toEqual([[], ['m-1', 'm-3']]);
    expect(audit.entries).toMatchObject([
      {
        action: 'dead-letter.discard',
        details: {
          ids: ['m-2'],
          messages: [
            { id: 'm-2', type: 'inventory.stock-reserved.v1', reason: 'not JSON', payload: { order_id: 'o-1' } },
          ],
        },
      },
    ]);
  });

  it('keeps copies of as many as fit, and says how many there were', async () => {
    const { queues, audit, operate } = threeDeadLetters();
    queues.letters = [];
    queues.with(...Array.from({ length: 10 }, () => ({ payload: 'x'.repeat(60_000) })));
    await operate({ action: 'discard' });
    expect(audit.entries[0]?.details).toMatchObject({ count: 10 });
    expect(audit.entries[0]?.details['messages']).toHaveLength(4);
  });
});

describe('the audit log of dead letters', () => {
  it('is written before anything is changed: without it, nothing is', async () => {
    const { queues, audit, operate } = threeDeadLetters();
    audit.write = () => Promise.reject(new Error('no database'));
    await expect(operate({ action: 'discard' })).rejects.toThrow('no database');
    expect(queues.letters).toHaveLength(3);
  });

  it('tells when the broker was lost in the middle', async () => {
    const { queues, audit, operate } = threeDeadLetters();
    queues.lostAfter = 1;
    await expect(operate({})).rejects.toThrow(DeadLettersUnavailable);
    expect(queues.sent).toEqual(['m-1']);
    expect(audit.entries.map(({ details }) => details)).toEqual([
      { count: 2, ids: ['m-1', 'm-2'] },
      { interrupted: true, count: 1, of: 2 },
    ]);
  });
});

describe('the list of dead letters', () => {
  it('shows the oldest of each queue, and how many there are', async () => {
    const list = await new DeadLetterQueries(threeDeadLetters().queues).list(undefined, 1);
    expect(list.items.map(({ id }) => id)).toEqual(['m-3', 'm-1']);
    expect(list.queues).toEqual([
      { queue: 'inventory.commands', count: 1 },
      { queue: 'order.replies', count: 2 },
    ]);
  });

  it('shows those of one queue', async () => {
    const { items, queues } = await new DeadLetterQueries(threeDeadLetters().queues).list('order.replies.dead', 20);
    expect(items.map(({ id }) => id)).toEqual(['m-1', 'm-2']);
    expect(queues).toEqual([{ queue: 'order.replies', count: 2 }]);
  });
});
