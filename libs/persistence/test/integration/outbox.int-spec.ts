import { newId, OutboxMessage } from '@tradewind/kernel';
import { createTestDatabase, TestDatabase } from '@tradewind/testing';
import { DataSource } from 'typeorm';
import {
  CreateMessageTables1760000000001,
  Database,
  migrate,
  TypeOrmInbox,
  TypeOrmOutbox,
  TypeOrmOutboxStore,
} from '../../src';

function aMessage(orderingKey: string, id = newId()): OutboxMessage {
  return { id, exchange: 'events', routingKey: 'order.placed.v1', orderingKey, body: { id } };
}

describe('the outbox', () => {
  let server: TestDatabase;
  const sources: DataSource[] = [];

  async function connect(): Promise<{ db: Database; outbox: TypeOrmOutbox; store: TypeOrmOutboxStore }> {
    const migrations = [CreateMessageTables1760000000001];
    const dataSource = await new DataSource({ type: 'postgres', url: server.url, migrations }).initialize();
    sources.push(dataSource);
    await migrate(dataSource);
    const db = new Database(dataSource);
    const store = new TypeOrmOutboxStore(db);
    return { db, store, outbox: new TypeOrmOutbox(db, store) };
  }

  beforeAll(async () => {
    server = await createTestDatabase();
  });

  afterEach(async () => {
    await sources[0]?.query('TRUNCATE outbox_messages');
  });

  afterAll(async () => {
    await Promise.all(sources.map((source) => source.destroy()));
    await server.drop();
  });

  it('is migrated by two replicas that start at once', async () => {
    await expect(Promise.all([connect(), connect()])).resolves.toHaveLength(2);
  });

  it('forgets a message when the transaction that wrote it rolls back', async () => {
    const { db, outbox, store } = await connect();
    const failing = db.run(async () => {
      await outbox.add([aMessage('o-1')]);
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await store.relay(10, () => Promise.reject(new Error('nothing to publish')))).toBe(0);
  });

  it('wakes the relay after the commit, not before it and not after a rollback', async () => {
    const { db, outbox, store } = await connect();
    let woken = 0;
    store.onWritten(() => woken++);
    await db.run(async () => {
      await outbox.add([aMessage('o-1')]);
      expect(woken).toBe(0);
    });
    expect(woken).toBe(1);
    await db
      .run(async () => {
        await outbox.add([aMessage('o-1')]);
        throw new Error('no');
      })
      .catch(() => undefined);
    expect(woken).toBe(1);
  });

  it('is emptied by two relays at once: each message once, and in order within its key', async () => {
    const [a, b] = [await connect(), await connect()];
    const keys = Array.from({ length: 20 }, (_, index) => `order-${index}`);
    for (let round = 0; round < 15; round++) {
      await a.db.run(() => a.outbox.add(keys.map((key) => aMessage(key, `${key}/${String(round).padStart(2, '0')}`))));
    }

    const published: string[] = [];
    const drain = async (store: TypeOrmOutboxStore): Promise<number> => {
      let total = 0;
      const publish = async (messages: OutboxMessage[]): Promise<string[]> => {
        await new Promise((resolve) => setTimeout(resolve, 2));
        published.push(...messages.map((message) => message.id));
        return messages.map((message) => message.id);
      };
      for (let idle = 0; idle < 5;) {
        const sent = await store.relay(3, publish);
        total += sent;
        if (sent === 0) idle++;
      }
      return total;
    };
    const shares = await Promise.all([drain(a.store), drain(b.store)]);

    expect(shares[0] + shares[1]).toBe(300);
    expect(Math.min(...shares)).toBeGreaterThan(0);
    expect(new Set(published).size).toBe(300);
    for (const key of keys) {
      const ofKey = published.filter((id) => id.startsWith(`${key}/`));
      expect(ofKey).toEqual([...ofKey].sort());
    }
  });

  it('lets a busy key keep the others waiting only for a bounded batch', async () => {
    const { db, outbox, store } = await connect();
    await db.run(() => outbox.add(Array.from({ length: 50 }, (_, index) => aMessage('busy', `busy-${100 + index}`))));
    await db.run(() => outbox.add([aMessage('other', 'other')]));
    const batches: string[][] = [];
    const publish = (messages: OutboxMessage[]): Promise<string[]> => {
      batches.push(messages.map((message) => message.id));
      return Promise.resolve(batches.at(-1)!);
    };
    while ((await store.relay(10, publish)) > 0);
    expect(batches[0]).toHaveLength(21);
    expect(batches[0]).toContain('other');
    const busy = batches.flat().filter((id) => id !== 'other');
    expect(busy).toHaveLength(50);
    expect(busy).toEqual([...busy].sort());
  });

  it('keeps what the broker did not confirm, and sends it with the next batch', async () => {
    const { db, outbox, store } = await connect();
    const [first, second] = [aMessage('o-1'), aMessage('o-2')];
    await db.run(() => outbox.add([first, second]));
    expect(await store.relay(10, () => Promise.resolve([first.id]))).toBe(1);
    const publish = jest.fn((messages: OutboxMessage[]) => Promise.resolve(messages.map((message) => message.id)));
    expect(await store.relay(10, publish)).toBe(1);
    expect(publish).toHaveBeenCalledWith([second]);
  });

  it('hands a dead relay’s messages to the next one', async () => {
    const [dead, alive] = [await connect(), await connect()];
    await dead.db.run(() => dead.outbox.add([aMessage('o-1')]));
    const dying = dead.store.relay(10, () => Promise.reject(new Error('the process is gone')));
    await expect(dying).rejects.toThrow('the process is gone');
    expect(await alive.store.relay(10, (messages) => Promise.resolve(messages.map((m) => m.id)))).toBe(1);
  });

  it('sends a message again on request, and only then', async () => {
    const { db, outbox, store } = await connect();
    const message = aMessage('o-1');
    const sendAll = (messages: OutboxMessage[]): Promise<string[]> => Promise.resolve(messages.map((m) => m.id));
    await db.run(() => outbox.add([message]));
    expect(await store.relay(10, sendAll)).toBe(1);
    expect(await store.relay(10, sendAll)).toBe(0);
    await db.run(() => outbox.resend(message.id));
    expect(await store.relay(10, sendAll)).toBe(1);
    await db.run(() => outbox.add([message]));
    expect(await store.relay(10, sendAll)).toBe(1);
  });

  it('removes what was sent long ago, and never what was not sent', async () => {
    const { db, outbox, store } = await connect();
    const [sent, unsent] = [aMessage('o-1'), aMessage('o-2')];
    await db.run(() => outbox.add([sent, unsent]));
    await store.relay(10, () => Promise.resolve([sent.id]));
    expect(await store.removeSent(new Date(Date.now() - 60_000), 10)).toBe(0);
    expect(await store.removeSent(new Date(Date.now() + 60_000), 10)).toBe(1);
    expect(await db.query<{ id: string }>('SELECT id FROM outbox_messages')).toEqual([{ id: unsent.id }]);
  });

  it('tells how much waits, and for how long the oldest of it', async () => {
    const { db, outbox, store } = await connect();
    expect(await store.backlog()).toEqual({ unsent: 0, oldestAgeSeconds: 0 });
    await db.run(() => outbox.add([aMessage('a'), aMessage('b')]));
    await db.query(`UPDATE outbox_messages SET created_at = now() - interval '1 minute' WHERE ordering_key = 'b'`);
    const { unsent, oldestAgeSeconds } = await store.backlog();
    expect(unsent).toBe(2);
    expect(oldestAgeSeconds).toBeGreaterThanOrEqual(60);
  });

  it('finds unsent messages by index however many sent ones are kept', async () => {
    const { db } = await connect();
    await db.query(`INSERT INTO outbox_messages (id, exchange, routing_key, ordering_key, body, sent_at)
      SELECT 'sent-' || n, 'events', 'x', 'key-' || n, '{}', now() FROM generate_series(1, 5000) n`);
    await db.query('ANALYZE outbox_messages');
    const plan = await db.query<Record<string, string>>(
      'EXPLAIN SELECT id FROM outbox_messages WHERE sent_at IS NULL ORDER BY position LIMIT 100',
    );
    expect(JSON.stringify(plan)).toContain('outbox_unsent');
  });
});

describe('the inbox', () => {
  let server: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    server = await createTestDatabase();
    const migrations = [CreateMessageTables1760000000001];
    dataSource = await new DataSource({ type: 'postgres', url: server.url, migrations }).initialize();
    await migrate(dataSource);
  });

  afterAll(async () => {
    await dataSource.destroy();
    await server.drop();
  });

  it('accepts a message once for each consumer, and forgets it in the end', async () => {
    const db = new Database(dataSource);
    const inbox = new TypeOrmInbox(db);
    expect(await db.run(() => inbox.accept('order.replies', 'm-1'))).toBe(true);
    expect(await db.run(() => inbox.accept('order.replies', 'm-1'))).toBe(false);
    expect(await db.run(() => inbox.accept('product.events', 'm-1'))).toBe(true);
    expect(await inbox.has('order.replies', 'm-1')).toBe(true);

    expect(await inbox.removeOld(new Date(Date.now() - 60_000), 10)).toBe(0);
    expect(await inbox.removeOld(new Date(Date.now() + 60_000), 10)).toBe(2);
    expect(await inbox.has('order.replies', 'm-1')).toBe(false);
  });
});
