import { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createService } from '@tradewind/http';
import { newId, Principal, Role } from '@tradewind/kernel';
import { Database } from '@tradewind/persistence';
import { createTestDatabase, createTestVhost, testTokens, testRedisUrl } from '@tradewind/testing';
import request, { type Agent } from 'supertest';
import { loadConfig } from '../../src/config';
import { InventoryModule } from '../../src/inventory.module';

/** The whole service on a database and a virtual host of its own. */
export interface RunningInventory {
  readonly app: NestFastifyApplication;
  readonly brokerUrl: string;
  readonly admin: Agent;
  readonly customer: Agent;
  readonly anonymous: Agent;
  as(user: Partial<Principal>): Agent;
  query<Row>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  /** Puts units of a new product on the shelf. @returns its id. */
  stocked(quantity: number): Promise<string>;
  close(): Promise<void>;
}

export async function runInventory(): Promise<RunningInventory> {
  const [database, vhost, tokens] = await Promise.all([createTestDatabase(), createTestVhost(), testTokens()]);
  const config = loadConfig({
    ...tokens.settings,
    DATABASE_URL: database.url,
    RABBITMQ_URL: vhost.url,
    REDIS_URL: testRedisUrl(),
    RABBITMQ_PREFETCH: '15',
    LOG_LEVEL: 'fatal',
  });
  const app = await createService(InventoryModule.with(config), 'inventory');
  await app.listen(0, '127.0.0.1');
  const query = <Row>(sql: string, parameters?: unknown[]) => app.get(Database).query<Row>(sql, parameters);
  const admin = as(app, tokens.bearer({ role: Role.Admin }));
  return {
    app,
    brokerUrl: vhost.url,
    admin,
    customer: as(app, tokens.bearer()),
    anonymous: request.agent(app.getHttpServer()),
    as: (user) => as(app, tokens.bearer(user)),
    query,
    async stocked(quantity) {
      const product_id = newId();
      await admin.post('/api/inventory').send({ product_id, product_name: 'Lamp', quantity }).expect(201);
      return product_id;
    },
    async close() {
      await app.close();
      await Promise.all([database.drop(), vhost.drop(), tokens.close()]);
    },
  };
}

function as(app: NestFastifyApplication, authorization: string): Agent {
  return request.agent(app.getHttpServer()).set('authorization', authorization);
}

/** I1 and I2: the ledger explains every number, and what is reserved belongs to an active reservation. */
export async function expectSoundBooks({ query }: Pick<RunningInventory, 'query'>): Promise<void> {
  const wrong = await query(
    `SELECT item.product_id, item.quantity, item.reserved_qty, ledger.on_hand, ledger.set_aside, active.units
     FROM inventory_items item
     CROSS JOIN LATERAL (
       SELECT coalesce(sum(change_qty) FILTER (WHERE type IN ('IN', 'OUT')), 0) AS on_hand,
         coalesce(sum(change_qty) FILTER (WHERE type IN ('RESERVE', 'RELEASE')), 0) AS set_aside
       FROM stock_transactions WHERE product_id = item.product_id) ledger
     CROSS JOIN LATERAL (
       SELECT coalesce(sum((line ->> 'quantity')::int), 0) AS units
       FROM reservations, jsonb_array_elements(lines) line
       WHERE status = 'ACTIVE' AND line ->> 'productId' = item.product_id) active
     WHERE item.quantity <> ledger.on_hand OR item.reserved_qty <> ledger.set_aside
       OR item.reserved_qty <> active.units OR item.reserved_qty NOT BETWEEN 0 AND item.quantity`,
  );
  expect(wrong).toEqual([]);
}
