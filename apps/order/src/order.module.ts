import { HttpModule as AxiosModule, HttpService } from '@nestjs/axios';
import { DynamicModule, Module, Provider } from '@nestjs/common';
import { HealthModule, HttpModule, port, tokenSettings, useCase } from '@tradewind/http';
import { Clock, Dispatcher, EndedSessions, Metrics, SystemClock, UnitOfWork } from '@tradewind/kernel';
import { DeadLetters, EventPublisher, localCommands, MessagingModule, RabbitHealth } from '@tradewind/messaging';
import { ObservabilityModule } from '@tradewind/observability';
import {
  CreateMessageTables1760000000001,
  CreateSagaTables1760000000002,
  AllowOneOpenSaga1760000000003,
  Database,
  DatabaseHealth,
  ListSagas1760000000004,
  OperateSagas1760000000005,
  PersistenceModule,
} from '@tradewind/persistence';
import { RedisModule } from '@tradewind/redis';
import {
  CommandSender,
  LocalCommands,
  SagaDefinition,
  SagaMetrics,
  SagaObserver,
  Sagas,
  SagaStore,
} from '@tradewind/saga';
import { Agent } from 'node:http';
import { ChangeStatusHandler } from './application/change-status/change-status.handler';
import { CancelOrderHandler } from './application/cancel-order/cancel-order.handler';
import { ConfirmOrderHandler } from './application/confirm-order/confirm-order.handler';
import { OrderStoryQuery } from './application/find-order/order-story.query';
import { OrderEventsQuery } from './application/find-order/order-events.query';
import { OrderQueries } from './application/find-order/order.queries';
import { PlaceOrderOnceHandler } from './application/place-order/place-order-once.handler';
import { PlaceOrderHandler } from './application/place-order/place-order.handler';
import { DeadLetterQueries } from './application/operate-dead-letters/dead-letter.queries';
import { OperateDeadLetters } from './application/operate-dead-letters/operate-dead-letters';
import { AuditLog } from './application/ports/audit-log';
import { DeadLetterQueues } from './application/ports/dead-letter-queues';
import { IdempotencyKeys } from './application/ports/idempotency-keys';
import { OperateManySagas } from './application/operate-sagas/operate-many-sagas';
import { OperateSagaHandler } from './application/operate-sagas/operate-saga.handler';
import { SagaQueries } from './application/operate-sagas/saga.queries';
import { OrderBooks } from './application/ports/order-books';
import { OrderLog } from './application/ports/order-log';
import { OrderNumbers } from './application/ports/order-numbers';
import { OrderProgress } from './application/ports/order-progress';
import { PriceList } from './application/ports/price-list';
import { RecoverReservationHandler } from './application/recover-reservation/recover-reservation.handler';
import { RequestCancelHandler } from './application/request-cancel/request-cancel.handler';
import { StartCancellationHandler } from './application/request-cancel/start-cancellation.handler';
import { cancelOrderSaga } from './application/sagas/cancel-order.saga';
import { placeOrderSaga } from './application/sagas/place-order.saga';
import { commitReservationSaga, releaseReservationSaga } from './application/sagas/settle-reservation.saga';
import { OrderConfig } from './config';
import { OrderRepository } from './domain/order.repository';
import { CancelRequests } from './infrastructure/cancel-requests';
import { HttpOrderBooks } from './infrastructure/clients/order-books.http';
import { HttpPriceList } from './infrastructure/clients/price-list.http';
import { RabbitDeadLetterQueues } from './infrastructure/dead-letter-queues.rabbitmq';
import { IdempotencyKeyCleaning } from './infrastructure/idempotency-key-cleaning';
import { SagaOrderProgress } from './infrastructure/order-progress.saga';
import { OrderMetrics } from './infrastructure/order.metrics';
import { TypeOrmAuditLog } from './infrastructure/persistence/audit-log.typeorm';
import { TypeOrmIdempotencyKeys } from './infrastructure/persistence/idempotency-keys.typeorm';
import { CreateOrders1760000200000 } from './infrastructure/persistence/migrations/1760000200000-create-orders';
import { FindCancelRequests1760000200002 } from './infrastructure/persistence/migrations/1760000200002-find-cancel-requests';
import { CreateIdempotencyKeys1760000200010 } from './infrastructure/persistence/migrations/1760000200010-create-idempotency-keys';
import { TellWhoCancels1760000200011 } from './infrastructure/persistence/migrations/1760000200011-tell-who-cancels';
import { CreateAuditLog1760000200020 } from './infrastructure/persistence/migrations/1760000200020-create-audit-log';
import { TypeOrmOrderLog } from './infrastructure/persistence/order-log.typeorm';
import { SequenceOrderNumbers } from './infrastructure/persistence/order-numbers.sequence';
import { TypeOrmOrderQueries } from './infrastructure/persistence/order.queries.typeorm';
import { TypeOrmOrderRepository } from './infrastructure/persistence/order.repository.typeorm';
import { OrderRow } from './infrastructure/persistence/order.rows';
import { SagaDeadlines } from './infrastructure/saga-deadlines';
import { AuditLogController } from './presentation/http/audit-log.controller';
import { DeadLettersController } from './presentation/http/dead-letters.controller';
import { OpenStreams } from './presentation/http/open-streams';
import { OrderEventsController } from './presentation/http/order-events.controller';
import { OrdersController } from './presentation/http/orders.controller';
import { SagasController } from './presentation/http/sagas.controller';
import { orderCommands } from './presentation/messaging/order.commands';
import { orderEvents } from './presentation/messaging/order.events';

/** Every version that may still have instances under way. */
const sagas: SagaDefinition[] = [placeOrderSaga, cancelOrderSaga, releaseReservationSaga, commitReservationSaga];

const providers = (config: OrderConfig): Provider[] => [
  port(Clock, SystemClock),
  OrderMetrics,
  port(OrderRepository, TypeOrmOrderRepository, Database, EventPublisher, OrderMetrics),
  port(OrderQueries, TypeOrmOrderQueries, Database),
  port(AuditLog, TypeOrmAuditLog, Database),
  port(DeadLetterQueues, RabbitDeadLetterQueues, DeadLetters),
  port(OrderNumbers, SequenceOrderNumbers, Database),
  port(IdempotencyKeys, TypeOrmIdempotencyKeys, Database, Clock),
  port(OrderProgress, SagaOrderProgress, Database, UnitOfWork),
  port(OrderLog, TypeOrmOrderLog, Database),
  {
    provide: SagaMetrics,
    useFactory: (metrics: Metrics, unitOfWork: UnitOfWork, store: SagaStore) =>
      new SagaMetrics(metrics, unitOfWork, store, sagas),
    inject: [Metrics, UnitOfWork, SagaStore],
  },
  {
    provide: SagaObserver,
    useFactory: (...observers: SagaObserver[]): SagaObserver => ({
      changed: (...change) => observers.forEach((observer) => observer.changed(...change)),
    }),
    inject: [OrderProgress, SagaMetrics],
  },
  {
    provide: PriceList,
    useFactory: (http: HttpService, clock: Clock, metrics: Metrics) =>
      new HttpPriceList(http, config.PRODUCT_URL, clock, metrics),
    inject: [HttpService, Clock, Metrics],
  },
  {
    provide: OrderBooks,
    useFactory: (http: HttpService) =>
      new HttpOrderBooks(http, { inventory: config.INVENTORY_URL, payment: config.PAYMENT_URL }),
    inject: [HttpService],
  },
  localCommands(orderCommands),
  {
    provide: Sagas,
    useFactory: (...ports: Ports) => new Sagas(sagas, ...ports),
    inject: [UnitOfWork, SagaStore, CommandSender, LocalCommands, SagaObserver, Clock],
  },
  SagaDeadlines,
  IdempotencyKeyCleaning,
  useCase(PlaceOrderHandler, OrderRepository, PriceList, OrderNumbers, Sagas, Clock),
  useCase(PlaceOrderOnceHandler, PlaceOrderHandler, IdempotencyKeys),
  useCase(ConfirmOrderHandler, OrderRepository, Clock),
  useCase(CancelOrderHandler, OrderRepository, Clock),
  useCase(ChangeStatusHandler, OrderRepository, Clock),
  useCase(RequestCancelHandler, OrderRepository, Sagas, Clock),
  useCase(StartCancellationHandler, OrderRepository, Sagas),
  useCase(RecoverReservationHandler, OrderRepository, Sagas, AuditLog, Clock),
  CancelRequests,
  useCase(OperateSagaHandler, Sagas, OrderRepository, AuditLog, Clock),
  useCase(OperateManySagas, SagaStore, OperateSagaHandler, Dispatcher),
  useCase(SagaQueries, SagaStore),
  useCase(DeadLetterQueries, DeadLetterQueues),
  useCase(OperateDeadLetters, DeadLetterQueues, AuditLog),
  useCase(OrderStoryQuery, OrderQueries, SagaStore, OrderBooks),
  useCase(OrderEventsQuery, OrderQueries, OrderLog, OrderProgress),
  {
    provide: OpenStreams,
    useFactory: (endedSessions: EndedSessions) => new OpenStreams(endedSessions),
    inject: [EndedSessions],
  },
];

type Ports = ConstructorParameters<typeof Sagas> extends [unknown, ...infer Rest] ? Rest : never;

@Module({})
export class OrderModule {
  static with(config: OrderConfig): DynamicModule {
    return {
      module: OrderModule,
      imports: [
        ObservabilityModule.forService('order', config.LOG_LEVEL, config.BUILD_COMMIT),
        PersistenceModule.forRoot({
          url: config.DATABASE_URL,
          poolSize: config.DATABASE_POOL_SIZE,
          migrations: [
            CreateMessageTables1760000000001,
            CreateSagaTables1760000000002,
            AllowOneOpenSaga1760000000003,
            ListSagas1760000000004,
            OperateSagas1760000000005,
            CreateOrders1760000200000,
            FindCancelRequests1760000200002,
            CreateIdempotencyKeys1760000200010,
            TellWhoCancels1760000200011,
            CreateAuditLog1760000200020,
          ],
          entities: [OrderRow],
        }),
        MessagingModule.forRoot({
          service: 'order',
          url: config.RABBITMQ_URL,
          prefetch: config.RABBITMQ_PREFETCH,
          events: orderEvents,
          sagas,
        }),
        AxiosModule.register({ httpAgent: new Agent({ keepAlive: true }) }),
        RedisModule.forRoot(config.REDIS_URL),
        HttpModule.forRoot(tokenSettings(config)),
        HealthModule.forChecks(DatabaseHealth, RabbitHealth),
      ],
      controllers: [
        OrdersController,
        OrderEventsController,
        SagasController,
        AuditLogController,
        DeadLettersController,
      ],
      providers: providers(config),
    };
  }
}
