import { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createService } from '@tradewind/http';
import { Role } from '@tradewind/kernel';
import { Database } from '@tradewind/persistence';
import { createTestDatabase, createTestVhost, testTokens, testRedisUrl } from '@tradewind/testing';
import request, { type Agent } from 'supertest';
import { loadConfig } from '../../src/config';
import { ProductModule } from '../../src/product.module';

/** The whole service on a database and a virtual host of its own. */
export interface RunningProduct {
  readonly brokerUrl: string;
  readonly database: Database;
  readonly admin: Agent;
  readonly customer: Agent;
  readonly anonymous: Agent;
  close(): Promise<void>;
}

export async function runProduct(settings: Record<string, string> = {}): Promise<RunningProduct> {
  const [database, vhost, tokens] = await Promise.all([createTestDatabase(), createTestVhost(), testTokens()]);
  const config = loadConfig({
    ...tokens.settings,
    DATABASE_URL: database.url,
    RABBITMQ_URL: vhost.url,
    REDIS_URL: testRedisUrl(),
    LOG_LEVEL: 'fatal',
    ...settings,
  });
  const app = await createService(ProductModule.with(config), 'product');
  await app.listen(0, '127.0.0.1');
  return {
    brokerUrl: vhost.url,
    database: app.get(Database),
    admin: as(app, tokens.bearer({ role: Role.Admin })),
    customer: as(app, tokens.bearer()),
    anonymous: request.agent(app.getHttpServer()),
    async close() {
      await app.close();
      await Promise.all([database.drop(), vhost.drop(), tokens.close()]);
    },
  };
}

function as(app: NestFastifyApplication, authorization: string): Agent {
  return request.agent(app.getHttpServer()).set('authorization', authorization);
}
