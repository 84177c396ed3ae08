import { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createService } from '@tradewind/http';
import { Principal } from '@tradewind/kernel';
import { Database } from '@tradewind/persistence';
import { createTestDatabase, createTestVhost, testTokens, testRedisUrl } from '@tradewind/testing';
import request, { type Agent } from 'supertest';
import { loadConfig } from '../../src/config';
import { PaymentModule } from '../../src/payment.module';

/** The whole service on a database and a virtual host of its own. */
export interface RunningPayment {
  readonly brokerUrl: string;
  readonly anonymous: Agent;
  as(user?: Partial<Principal>): Agent;
  query<Row>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  /** What the provider has of an order: its calls, the money it took and gave back. */
  atProvider(orderId: string): Promise<{ calls: number; taken: number; given: number; refunds: number } | undefined>;
  /** Starts the same service a second time, on the same database and broker. */
  another(): Promise<NestFastifyApplication>;
  close(): Promise<void>;
}

export const SLOW_MS = 2_000;

export async function runPayment(): Promise<RunningPayment> {
  const [database, vhost, tokens] = await Promise.all([createTestDatabase(), createTestVhost(), testTokens()]);
  const config = loadConfig({
    ...tokens.settings,
    DATABASE_URL: database.url,
    RABBITMQ_URL: vhost.url,
    REDIS_URL: testRedisUrl(),
    LOG_LEVEL: 'fatal',
    PAYMENT_RETRY_MS: '20',
    MOCK_SLOW_SECONDS: String(SLOW_MS / 1_000),
  });
  const start = async () => {
    const app = await createService(PaymentModule.with(config), 'payment');
    await app.listen(0, '127.0.0.1');
    return app;
  };
  const app = await start();
  const query = <Row>(sql: string, parameters?: unknown[]) => app.get(Database).query<Row>(sql, parameters);
  return {
    brokerUrl: vhost.url,
    anonymous: request.agent(app.getHttpServer()),
    as: (user) => request.agent(app.getHttpServer()).set('authorization', tokens.bearer(user)),
    query,
    async atProvider(orderId) {
      const [row] = await query<{ calls: number; taken: number; given: number; refunds: number }>(
        `SELECT charge.calls, (CASE charge.outcome WHEN 'captured' THEN charge.amount ELSE 0 END)::int AS taken,
           coalesce(sum(refund.amount), 0)::int AS given, count(refund)::int AS refunds
         FROM payments JOIN mock_provider_charges charge ON charge.idempotency_key = payments.id::text
         LEFT JOIN mock_provider_refunds refund ON refund.reference = charge.reference
         WHERE payments.order_id = $1 GROUP BY charge.idempotency_key`,
        [orderId],
      );
      return row;
    },
    another: start,
    async close() {
      await app.close();
      await Promise.all([database.drop(), vhost.drop(), tokens.close()]);
    },
  };
}
