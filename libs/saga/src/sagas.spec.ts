import { command, order } from '@tradewind/contracts';
import { continueTrace, currentContext, Page, recordSpansWith, runInContext } from '@tradewind/kernel';
import { FixedClock, MemoryUnitOfWork } from '@tradewind/testing';
import { saga, send } from './definition';
import { Answer, HistoryEntry, OutgoingCommand, SagaInstance } from './instance';
import { CommandSender, LocalCommands, SagaObserver, SagaStore } from './ports';
import { Sagas } from './sagas';
import { timelineOf } from './timeline';

class Ship {
  readonly orderId!: string;
}
const ship = command({
  type: 'carrier.ship.v1',
  payload: Ship,
  done: { type: 'carrier.shipped.v1' },
  refused: { type: 'carrier.not-shipped.v1', codes: ['carrier.closed'] },
});
const recall = command({
  type: 'carrier.recall.v1',
  payload: Ship,
  done: { type: 'carrier.recalled.v1' },
  refused: { type: 'carrier.not-recalled.v1', codes: [] },
});

const shipping = saga<{ orderId: string }>('shipping', { version: 1, subject: (s) => s.orderId })
  .step('ship', {
    do: send(ship, (s) => ({ orderId: s.orderId })),
    within: '10s',
    undo: send(recall, (s) => ({ orderId: s.orderId })),
  })
  .pivot('confirm order', { do: send(order.confirmOrder, (s) => ({ orderId: s.orderId })) })
  .done();

class MemorySagaStore extends SagaStore {
  readonly instances = new Map<string, SagaInstance>();
  readonly history: HistoryEntry[] = [];

  async insert(instance: SagaInstance): Promise<void> {
    this.instances.set(instance.id, instance);
  }

  async update(instance: SagaInstance): Promise<void> {
    this.instances.set(instance.id, instance);
  }

  async lock(id: string): Promise<SagaInstance | undefined> {
    return this.instances.get(id);
  }

  async lockOpen(subject: string): Promise<SagaInstance | undefined> {
    return [...this.instances.values()].find((saga) => saga.subject === subject && !saga.endedAt);
  }

  async lockOverdue(now: Date): Promise<SagaInstance | undefined> {
    return [...this.instances.values()].find(({ deadline }) => deadline && deadline <= now);
  }

  async watch(): Promise<number> {
    return 0;
  }

  async appendHistory(_sagaId: string, entries: readonly HistoryEntry[]): Promise<void> {
    this.history.push(...entries);
  }

  async find(): Promise<undefined> {
    return undefined;
  }

  async list(): Promise<Page<never>> {
    return { items: [], nextCursor: null };
  }

  async countOpen(): Promise<[]> {
    return [];
  }

  async findBySubject(): Promise<{ instance: SagaInstance; history: HistoryEntry[] }[]> {
    return [...this.instances.values()].map((instance) => ({ instance, history: this.history }));
  }
}

class SentCommands extends CommandSender {
  readonly all: OutgoingCommand[] = [];

  async send(sent: OutgoingCommand): Promise<void> {
    this.all.push(sent);
  }
}

class LocalOrder extends LocalCommands {
  refuse = false;

  handles(type: string): boolean {
    return type === order.confirmOrder.type;
  }

  async execute({ id }: OutgoingCommand): Promise<Answer> {
    const { done, refused } = order.confirmOrder;
    if (!this.refuse) return { commandId: id, type: done.type, outcome: 'done', data: {} };
    const refusal = { code: 'order.transition-refused', detail: 'cancelled meanwhile' };
    return { commandId: id, type: refused.type, outcome: 'refused', refusal };
  }
}

class Observed extends SagaObserver {
  readonly statuses: string[] = [];
  readonly changes: { what: string[]; sentAt: Date | null }[] = [];

  changed(instance: SagaInstance, entries: readonly HistoryEntry[], sentAt: Date | null): void {
    this.statuses.push(instance.status);
    this.changes.push({ what: entries.map(({ what }) => what), sentAt });
  }
}

function setUp(definitions = [shipping]) {
  const store = new MemorySagaStore();
  const sent = new SentCommands();
  const local = new LocalOrder();
  const observed = new Observed();
  const clock = new FixedClock();
  const sagas = new Sagas(definitions, new MemoryUnitOfWork(), store, sent, local, observed, clock);
  const only = (): SagaInstance => [...store.instances.values()][0]!;
  const answerLast = (outcome: Partial<Answer> = {}): Promise<boolean> => {
    const base = { commandId: sent.all.at(-1)!.id, type: ship.done.type, outcome: 'done', data: {} };
    return sagas.answer(only().id, { ...base, ...outcome } as Answer);
  };
  return { sagas, store, sent, local, observed, clock, only, answerLast };
}

describe('the saga engine', () => {
  it('stores the instance and sends the first command', async () => {
    const { sagas, sent, only } = setUp();
    const id = await sagas.start(shipping, { orderId: 'o-1' });
    expect(only()).toMatchObject({ id, subject: 'o-1', step: 'ship', status: 'RUNNING', awaiting: sent.all[0]!.id });
    expect(sent.all).toMatchObject([{ type: 'carrier.ship.v1', payload: { orderId: 'o-1' } }]);
  });

  it('carries its own service’s commands out on the spot', async () => {
    const { sagas, sent, only, answerLast, observed, clock } = setUp();
    await sagas.start(shipping, { orderId: 'o-1' });
    const sentAt = clock.now();
    clock.advance(3_000);
    await answerLast();
    expect(only()).toMatchObject({ status: 'COMPLETED', awaiting: null });
    expect(sent.all).toHaveLength(1);
    expect(observed.statuses).toEqual(['RUNNING', 'COMPLETED']);
    expect(observed.changes).toEqual([
      { what: ['started', 'sent'], sentAt: null },
      { what: ['done', 'sent', 'done', 'ended'], sentAt },
    ]);
  });

  it('undoes when its own service refuses', async () => {
    const { sagas, sent, only, answerLast, local } = setUp();
    local.refuse = true;
    await sagas.start(shipping, { orderId: 'o-1' });
    await answerLast();
    expect(sent.all.at(-1)).toMatchObject({ type: 'carrier.recall.v1' });
    await answerLast({ type: recall.done.type });
    expect(only().status).toBe('COMPENSATED');
  });

  it('drops the answer to a command that it does not wait for, and an answer to nobody', async () => {
    const { sagas, only, answerLast, store } = setUp();
    await sagas.start(shipping, { orderId: 'o-1' });
    await answerLast({ commandId: 'another' });
    const toNobody = { commandId: 'x', type: 'x', outcome: 'done', data: {} } as const;
    expect(await sagas.answer('no-such-saga', toNobody)).toBe(false);
    expect(only().status).toBe('RUNNING');
    expect(store.history.at(-1)).toMatchObject({ what: 'ignored', commandId: 'another' });
  });

  it('undoes what is overdue, one saga at a time', async () => {
    const { sagas, sent, clock } = setUp();
    await sagas.start(shipping, { orderId: 'o-1' });
    clock.advance(9_999);
    expect(await sagas.expireOne()).toBe(false);
    clock.advance(1);
    expect(await sagas.expireOne()).toBe(true);
    expect(sent.all.at(-1)).toMatchObject({ type: 'carrier.recall.v1' });
    expect(await sagas.expireOne()).toBe(false);
  });

  it('sends a command again under the same id', async () => {
    const { sagas, sent, clock, answerLast } = setUp();
    await sagas.start(shipping, { orderId: 'o-1' });
    await answerLast({ type: ship.refused.type, outcome: 'failed', detail: 'a bug' });
    clock.advance(30_000);
    await sagas.expireOne();
    const [first, again] = sent.all.slice(-2);
    expect(again).toEqual(first);
    expect(again).toMatchObject({ type: 'carrier.recall.v1' });
  });

  it('goes on with other overdue sagas when one cannot be handled', async () => {
    const { sagas, store, sent, clock, only } = setUp();
    await sagas.start(shipping, { orderId: 'o-1' });
    const broken = { ...only(), id: 'broken', definition: 'nobody knows', deadline: new Date(0) };
    store.instances.clear();
    await store.insert(broken);
    await sagas.start(shipping, { orderId: 'o-2' });
    clock.advance(10_000);
    await expect(sagas.expireOne()).rejects.toThrow('No definition for saga nobody knows v1');
    expect(await sagas.expireOne()).toBe(true);
    expect(sent.all.at(-1)).toMatchObject({ type: 'carrier.recall.v1', payload: { orderId: 'o-2' } });
  });

  it('does what is overdue in the trace in which the saga began, and tells which saga it was', async () => {
    const { sagas, clock, only, store } = setUp();
    const began = { correlationId: 'c-1', traceparent: continueTrace() };
    const seen: unknown[] = [];
    const nothing = (): undefined => undefined;
    const context = await runInContext({ ...began }, async () => {
      await sagas.start(shipping, { orderId: 'o-1' });
      return currentContext();
    });
    expect(context).toEqual({ ...began, sagaId: only().id, orderId: 'o-1' });
    recordSpansWith({
      inSpan: (span, parent, work) => (seen.push([span.name, parent]), work(parent!)),
      ...{ active: nothing, describe: nothing, fail: nothing },
    });
    try {
      clock.advance(10_000);
      await sagas.expireOne();
      expect(seen).toEqual([['expire shipping', began.traceparent]]);
    } finally {
      recordSpansWith(undefined);
    }
    await store.insert({ ...only(), definition: 'nobody knows', deadline: new Date(0) });
    await expect(sagas.expireOne()).rejects.toMatchObject({ context: { ...context } });
  });

  it('finishes an instance of an older version on that version', async () => {
    const older = setUp();
    await older.sagas.start(shipping, { orderId: 'o-1' });
    const version2 = { ...shipping, version: 2, steps: shipping.steps.slice(1) };
    const { sagas, store, sent } = setUp([shipping, version2]);
    await store.insert(older.only());
    await sagas.answer(older.only().id, {
      commandId: older.sent.all[0]!.id,
      type: ship.done.type,
      outcome: 'done',
      data: {},
    });
    expect(store.instances.get(older.only().id)).toMatchObject({ version: 1, status: 'COMPLETED' });
    expect(sent.all).toEqual([]);
  });

  it('refuses two definitions of one name and version, and an instance without a definition', async () => {
    expect(() => setUp([shipping, shipping])).toThrow('defined twice');
    const { sagas } = setUp([]);
    await expect(sagas.start(shipping, { orderId: 'o-1' })).rejects.toThrow('No definition for saga shipping v1');
  });

  it('tells its story step by step', async () => {
    const { sagas, store, only, answerLast, local, clock } = setUp();
    local.refuse = true;
    await sagas.start(shipping, { orderId: 'o-1' });
    clock.advance(40);
    await answerLast();
    clock.advance(60);
    await answerLast({ type: recall.done.type });
    const timeline = timelineOf(only(), store.history);
    expect(timeline).toMatchObject({ definition: 'shipping', status: 'COMPENSATED', durationMs: 100, attention: null });
    expect(timeline.steps.map((s) => [s.step, s.action, s.outcome, s.attempts, s.durationMs])).toEqual([
      ['ship', 'do', 'done', 1, 40],
      ['confirm order', 'do', 'refused', 1, 0],
      ['ship', 'undo', 'done', 1, 60],
    ]);
    expect(timeline.steps[1]!.result).toEqual({ code: 'order.transition-refused', detail: 'cancelled meanwhile' });
  });
});

describe('a definition', () => {
  it('names each step once, because the stored position is the name', () => {
    const twice = saga<object>('twice', { version: 1, subject: () => 'x' }).step('a', {});
    expect(() => twice.step('a', {})).toThrow('two steps named "a"');
  });
});
