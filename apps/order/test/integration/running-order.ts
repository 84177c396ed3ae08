import { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createService } from '@tradewind/http';
import { Principal, Role } from '@tradewind/kernel';
import { Database } from '@tradewind/persistence';
import {
  createTestDatabase,
  createTestVhost,
  EventStream,
  openEventStream,
  testTokens,
  testRedisUrl,
} from '@tradewind/testing';
import request, { type Agent } from 'supertest';
import { loadConfig } from '../../src/config';
import { OrderModule } from '../../src/order.module';
import { Participants, participants } from './participants';
import { ProductService, productService } from './product-service';

/** The whole service on a database and a virtual host of its own, with scripted neighbours. */
export interface RunningOrder {
  readonly app: NestFastifyApplication;
  readonly products: ProductService;
  readonly others: Participants;
  readonly anonymous: Agent;
  as(user: Partial<Principal>): Agent;
  /** The same at another replica. */
  asAt(replica: NestFastifyApplication, user: Partial<Principal>): Agent;
  /** Opens the event stream of an order. */
  watch(orderId: string, user: Partial<Principal>, options?: WatchOptions): Promise<EventStream>;
  query<Row>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  /** Another replica of the service on the same database and virtual host. */
  replica(): Promise<NestFastifyApplication>;
  close(): Promise<void>;
}

interface WatchOptions {
  readonly after?: string;
  readonly at?: NestFastifyApplication;
}

export const ADMIN: Partial<Principal> = { email: 'admin@tradewind.test', role: Role.Admin };

/** @param takeDeadLetters see `participants` */
export async function runOrder({ takeDeadLetters = true, settings = {} } = {}): Promise<RunningOrder> {
  const [database, vhost, tokens, products] = await Promise.all([
    createTestDatabase(),
    createTestVhost(),
    testTokens(),
    productService(),
  ]);
  const config = loadConfig({
    ...tokens.settings,
    DATABASE_URL: database.url,
    RABBITMQ_URL: vhost.url,
    REDIS_URL: testRedisUrl(),
    PRODUCT_URL: products.url,
    // Nobody is there: a story is told without these books.
    INVENTORY_URL: 'http://127.0.0.1:1',
    PAYMENT_URL: 'http://127.0.0.1:1',
    LOG_LEVEL: 'fatal',
    ...settings,
  });
  const apps: NestFastifyApplication[] = [];
  const start = async (): Promise<NestFastifyApplication> => {
    const app = await createService(OrderModule.with(config), 'order');
    await app.listen(0, '127.0.0.1');
    apps.push(app);
    return app;
  };
  const app = await start();
  const asAt = (replica: NestFastifyApplication, user: Partial<Principal>): Agent =>
    request.agent(replica.getHttpServer()).set('authorization', tokens.bearer(user));
  const others = await participants(vhost.url, takeDeadLetters);
  return {
    app,
    products,
    others,
    anonymous: request.agent(app.getHttpServer()),
    as: (user) => asAt(app, user),
    asAt,
    async watch(orderId, user, { after, at = app } = {}) {
      const url = `${await at.getUrl()}/api/orders/${orderId}/events`;
      const headers = { authorization: tokens.bearer(user) };
      return openEventStream(url, after === undefined ? headers : { ...headers, 'last-event-id': after });
    },
    query: <Row>(sql: string, parameters?: unknown[]) => app.get(Database).query<Row>(sql, parameters),
    replica: start,
    async close() {
      await Promise.all(apps.map((running) => running.close()));
      await others.close();
      await Promise.all([database.drop(), vhost.drop(), tokens.close(), products.close()]);
    },
  };
}
