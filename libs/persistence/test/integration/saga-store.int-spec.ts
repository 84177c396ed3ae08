import { continueTrace, newId } from '@tradewind/kernel';
import { SagaInstance } from '@tradewind/saga';
import { createTestDatabase, TestDatabase } from '@tradewind/testing';
import { DataSource } from 'typeorm';
import {
  AllowOneOpenSaga1760000000003,
  CreateSagaTables1760000000002,
  Database,
  migrate,
  OperateSagas1760000000005,
  TypeOrmSagaStore,
} from '../../src';

const NOW = new Date('2026-01-01T12:00:00.000Z');
const PATIENCE_MS = 15_000;
const after = (ms: number) => new Date(NOW.getTime() + ms);

function anInstance(over: Partial<SagaInstance> = {}): SagaInstance {
  return {
    id: newId(),
    definition: 'place-order',
    version: 1,
    subject: 'o-1',
    state: { orderId: 'o-1', lines: [{ productId: 'sku-1', quantity: 2 }] },
    status: 'RUNNING',
    step: 'reserve stock',
    direction: 'do',
    awaiting: newId(),
    attempts: 1,
    deadline: NOW,
    context: { correlationId: 'c-1', traceparent: continueTrace() },
    startedAt: NOW,
    endedAt: null,
    ...over,
  };
}

describe('the saga store', () => {
  let server: TestDatabase;
  let dataSource: DataSource;
  let db: Database;
  let store: TypeOrmSagaStore;

  beforeAll(async () => {
    server = await createTestDatabase();
    const migrations = [CreateSagaTables1760000000002, AllowOneOpenSaga1760000000003, OperateSagas1760000000005];
    dataSource = await new DataSource({ type: 'postgres', url: server.url, migrations }).initialize();
    await migrate(dataSource);
    db = new Database(dataSource);
    store = new TypeOrmSagaStore(db);
  });

  beforeEach(() => store.watch(NOW, PATIENCE_MS));

  afterEach(() => db.query('TRUNCATE saga_instances CASCADE'));

  afterAll(async () => {
    await dataSource.destroy();
    await server.drop();
  });

  it('counts what is open, how old it is, and what has missed its deadline', async () => {
    const [now, minutes] = [Date.now(), (n: number) => n * 60_000];
    const startedAt = new Date(now - minutes(10));
    await store.insert(anInstance({ subject: 'o-1', startedAt, deadline: new Date(now - minutes(2)) }));
    await store.insert(anInstance({ subject: 'o-2', startedAt: new Date(now), deadline: new Date(now) }));
    await store.insert(anInstance({ subject: 'o-3', startedAt, status: 'NEEDS_ATTENTION', deadline: null }));
    await store.insert(anInstance({ subject: 'o-4', status: 'COMPLETED', endedAt: NOW }));
    const open = await store.countOpen(minutes(1));
    const group = { definition: 'place-order', oldestAgeSeconds: expect.closeTo(600, -2) };
    expect(open).toHaveLength(2);
    expect(open).toContainEqual({ ...group, status: 'RUNNING', count: 2, overdue: 1 });
    expect(open).toContainEqual({ ...group, status: 'NEEDS_ATTENTION', count: 1, overdue: 0 });
  });

  it('gives back what it was given', async () => {
    const instance = anInstance();
    const waits = { commandInOutbox: 1, commandInQueue: 2, work: 3, replyInOutbox: 4, replyInQueue: 5 };
    const did = { at: NOW, step: 'reserve stock', direction: 'do', what: 'done' } as const;
    const entry = { ...did, data: { a: [1] }, traceId: 'a'.repeat(32), waits };
    await db.run(async () => {
      await store.insert(instance);
      await store.appendHistory(instance.id, [{ ...entry, what: 'started' }, entry]);
    });
    expect(await store.findBySubject('o-1')).toEqual([{ instance, history: [{ ...entry, what: 'started' }, entry] }]);
  });

  it('keeps what changed', async () => {
    const instance = anInstance();
    const ended = {
      ...instance,
      status: 'COMPLETED',
      awaiting: null,
      deadline: null,
      endedAt: NOW,
      attempts: 3,
    } as const;
    await db.run(() => store.insert(instance));
    await db.run(() => store.update(ended));
    expect(await db.run(() => store.lock(instance.id))).toEqual(ended);
  });

  it('gives each overdue saga to one of two replicas, and leaves the others alone', async () => {
    const due = [anInstance({ subject: 'o-1' }), anInstance({ subject: 'o-2' })];
    const later = anInstance({ subject: 'o-3', deadline: new Date(NOW.getTime() + 1) });
    const parked = anInstance({ subject: 'o-4', deadline: null, status: 'NEEDS_ATTENTION' });
    await db.run(async () => {
      for (const instance of [...due, later, parked]) await store.insert(instance);
    });

    const taken = await db.run(async () => {
      const first = await store.lockOverdue(NOW);
      // Another connection, while the first one still holds its lock.
      const second = await new TypeOrmSagaStore(new Database(dataSource)).lockOverdue(NOW);
      return [first?.id, second?.id];
    });
    expect(taken.sort()).toEqual(due.map((instance) => instance.id).sort());
  });

  it('counts no time for a deadline in which nobody watched, nor a jump of the clock', async () => {
    const instance = anInstance({ deadline: after(30_000) });
    await db.run(() => store.insert(instance));
    const deadline = async () => (await store.find(instance.id))?.instance.deadline;
    const overdueAt = async (now: Date) => (await db.run(() => store.lockOverdue(now)))?.id;
    const hour = 3_600_000;

    expect(await overdueAt(after(hour))).toBeUndefined();
    expect(await db.run(() => store.watch(after(hour), PATIENCE_MS))).toBe(hour);
    expect(await deadline()).toEqual(after(hour + 30_000));
    expect(await overdueAt(after(hour))).toBeUndefined();

    expect(await db.run(() => store.watch(NOW, PATIENCE_MS))).toBe(-hour);
    expect(await deadline()).toEqual(after(30_000));
    for (const ms of [10_000, 20_000, 30_000]) {
      expect(await db.run(() => store.watch(after(ms), PATIENCE_MS))).toBe(0);
    }
    expect(await overdueAt(after(29_999))).toBeUndefined();
    expect(await overdueAt(after(30_000))).toBe(instance.id);
  });

  it('lets one saga at a time work on a subject', async () => {
    const first = anInstance();
    await db.run(() => store.insert(first));
    await expect(db.run(() => store.insert(anInstance()))).rejects.toThrow('one_open_saga');
    expect(await db.run(() => store.lockOpen('o-1'))).toEqual(first);

    await db.run(() => store.update({ ...first, status: 'COMPLETED', awaiting: null, deadline: null, endedAt: NOW }));
    expect(await db.run(() => store.lockOpen('o-1'))).toBeUndefined();
    await db.run(() => store.insert(anInstance()));
  });

  it('does not know a saga that is not there', async () => {
    expect(await store.lock(newId())).toBeUndefined();
    expect(await store.findBySubject('nobody')).toEqual([]);
  });

  it('is not taken part in by what outlives a transaction', async () => {
    let outliving: Promise<void> | undefined;
    let go = (): void => undefined;
    await db.run(async () => {
      const ended = new Promise<void>((resolve) => (go = resolve));
      outliving = ended.then(() => db.run(() => store.insert(anInstance())));
      await db.query('SELECT 1');
    });
    go();
    await outliving;
    expect(await store.findBySubject('o-1')).toHaveLength(1);
  });

  it('finds overdue sagas by index', async () => {
    const plan = await db.run(async () => {
      await db.query('SET LOCAL enable_seqscan = off');
      return db.query(`EXPLAIN SELECT * FROM saga_instances WHERE deadline <= now() ORDER BY deadline LIMIT 1`);
    });
    expect(JSON.stringify(plan)).toContain('saga_instances_deadline');
  });
});
