import { DynamicModule, Module, Provider } from '@nestjs/common';
import { HealthModule, HttpModule, port, tokenSettings, useCase } from '@tradewind/http';
import { Clock, Metrics, SystemClock, UnitOfWork } from '@tradewind/kernel';
import { MessagingModule, RabbitHealth } from '@tradewind/messaging';
import { ObservabilityModule } from '@tradewind/observability';
import { CreateMessageTables1760000000001, Database, DatabaseHealth, PersistenceModule } from '@tradewind/persistence';
import { RedisModule } from '@tradewind/redis';
import { DataSource } from 'typeorm';
import { PaymentQueries } from './application/find-payment/payment.queries';
import { OutcomeRecord } from './application/outcome-record';
import { PaymentProvider } from './application/ports/payment-provider';
import { Retries } from './application/ports/retries';
import { Charging } from './application/process-payment/charging';
import { ProcessPaymentHandler } from './application/process-payment/process-payment.handler';
import { RefundPaymentHandler } from './application/refund-payment/refund-payment.handler';
import { Refunding } from './application/refund-payment/refunding';
import { PaymentConfig } from './config';
import { PaymentRepository } from './domain/payment.repository';
import { CountedPayments } from './infrastructure/payment.metrics';
import { CreatePayments1760000300000 } from './infrastructure/persistence/migrations/1760000300000-create-payments';
import { CreateMockProvider1760000300001 } from './infrastructure/persistence/migrations/1760000300001-create-mock-provider';
import { CreateRefunds1760000300002 } from './infrastructure/persistence/migrations/1760000300002-create-refunds';
import { TypeOrmPaymentQueries } from './infrastructure/persistence/payment.queries.typeorm';
import { TypeOrmPaymentRepository } from './infrastructure/persistence/payment.repository.typeorm';
import { MeasuredProvider } from './infrastructure/providers/measured';
import { MockPaymentProvider } from './infrastructure/providers/mock.provider';
import { CockatielRetries } from './infrastructure/providers/retries.cockatiel';
import { ProviderWithTimeOut } from './infrastructure/providers/with-time-out';
import { PaymentsController } from './presentation/http/payments.controller';
import { paymentCommands } from './presentation/messaging/payment.commands';

/** A delivery that waits for the provider holds no connection; slow cards must not hold up everybody behind them. */
const WAITING_PER_WORKING = 4;

const providers = (config: PaymentConfig): Provider[] => [
  port(Clock, SystemClock),
  {
    provide: PaymentRepository,
    useFactory: (db: Database, metrics: Metrics) => new CountedPayments(new TypeOrmPaymentRepository(db), db, metrics),
    inject: [Database, Metrics],
  },
  port(PaymentQueries, TypeOrmPaymentQueries, Database),
  {
    provide: PaymentProvider,
    useFactory: (dataSource: DataSource, metrics: Metrics) => {
      const mock = new MockPaymentProvider(dataSource, config.MOCK_SLOW_SECONDS);
      return new MeasuredProvider(new ProviderWithTimeOut(mock, config.PAYMENT_TIMEOUT_SECONDS), metrics);
    },
    inject: [DataSource, Metrics],
  },
  { provide: Retries, useFactory: () => new CockatielRetries(config.PAYMENT_RETRY_MS) },
  useCase(OutcomeRecord, PaymentRepository, UnitOfWork),
  useCase(Charging, PaymentProvider, Retries),
  useCase(Refunding, PaymentRepository, PaymentProvider, Retries, OutcomeRecord, UnitOfWork, Clock),
  useCase(
    ProcessPaymentHandler,
    PaymentRepository,
    PaymentProvider,
    Charging,
    OutcomeRecord,
    Refunding,
    UnitOfWork,
    Clock,
  ),
  useCase(RefundPaymentHandler, PaymentRepository, Refunding, UnitOfWork),
];

@Module({})
export class PaymentModule {
  static with(config: PaymentConfig): DynamicModule {
    return {
      module: PaymentModule,
      imports: [
        ObservabilityModule.forService('payment', config.LOG_LEVEL, config.BUILD_COMMIT),
        PersistenceModule.forRoot({
          url: config.DATABASE_URL,
          poolSize: config.DATABASE_POOL_SIZE,
          migrations: [
            CreateMessageTables1760000000001,
            CreatePayments1760000300000,
            CreateMockProvider1760000300001,
            CreateRefunds1760000300002,
          ],
        }),
        MessagingModule.forRoot({
          service: 'payment',
          url: config.RABBITMQ_URL,
          prefetch: config.RABBITMQ_PREFETCH * WAITING_PER_WORKING,
          commands: paymentCommands,
        }),
        RedisModule.forRoot(config.REDIS_URL),
        HttpModule.forRoot(tokenSettings(config)),
        HealthModule.forChecks(DatabaseHealth, RabbitHealth),
      ],
      controllers: [PaymentsController],
      providers: providers(config),
    };
  }
}
