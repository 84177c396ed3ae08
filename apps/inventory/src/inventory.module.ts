import { DynamicModule, Module, Provider } from '@nestjs/common';
import { HealthModule, HttpModule, port, tokenSettings, useCase } from '@tradewind/http';
import { Dispatcher, Metrics, UnitOfWork } from '@tradewind/kernel';
import { EventPublisher, MessagingModule, RabbitHealth } from '@tradewind/messaging';
import { ObservabilityModule } from '@tradewind/observability';
import { CreateMessageTables1760000000001, Database, DatabaseHealth, PersistenceModule } from '@tradewind/persistence';
import { RedisModule } from '@tradewind/redis';
import { AddItemHandler } from './application/add-item/add-item.handler';
import { ReduceStockHandler, RestockHandler } from './application/adjust-stock/adjust-stock.handlers';
import { CommitStockHandler } from './application/commit-stock/commit-stock.handler';
import { StockQueries } from './application/find-stock/stock.queries';
import { ReleaseStockHandler } from './application/release-stock/release-stock.handler';
import { ReserveStockHandler } from './application/reserve-stock/reserve-stock.handler';
import { ReturnStockHandler } from './application/return-stock/return-stock.handler';
import { TellOverdueReservationsHandler } from './application/tell-overdue-reservations/tell-overdue-reservations.handler';
import { InventoryConfig } from './config';
import { ReservationRepository } from './domain/reservation.repository';
import { StockRepository } from './domain/stock.repository';
import { OverdueReservations } from './infrastructure/overdue-reservations';
import { CreateStockTables1760000100000 } from './infrastructure/persistence/migrations/1760000100000-create-stock-tables';
import { AllowReturns1760000100001 } from './infrastructure/persistence/migrations/1760000100001-allow-returns';
import { AddReservationCustomer1760000100002 } from './infrastructure/persistence/migrations/1760000100002-add-reservation-customer';
import { FindOverdueReservations1760000100003 } from './infrastructure/persistence/migrations/1760000100003-find-overdue-reservations';
import { TypeOrmReservationRepository } from './infrastructure/persistence/reservation.repository.typeorm';
import { TypeOrmStockQueries } from './infrastructure/persistence/stock.queries.typeorm';
import { TypeOrmStockRepository } from './infrastructure/persistence/stock.repository.typeorm';
import { CountedReserveStock, CountedStock } from './infrastructure/stock.metrics';
import { InventoryController } from './presentation/http/inventory.controller';
import { inventoryCommands } from './presentation/messaging/inventory.commands';

const providers = (config: InventoryConfig): Provider[] => [
  {
    provide: StockRepository,
    useFactory: (db: Database, events: EventPublisher, metrics: Metrics) =>
      new CountedStock(new TypeOrmStockRepository(db, events), db, metrics),
    inject: [Database, EventPublisher, Metrics],
  },
  port(ReservationRepository, TypeOrmReservationRepository, Database, EventPublisher),
  port(StockQueries, TypeOrmStockQueries, Database),
  useCase(AddItemHandler, StockRepository),
  useCase(ReduceStockHandler, StockRepository),
  useCase(RestockHandler, StockRepository),
  {
    provide: ReserveStockHandler,
    useFactory: (
      stock: StockRepository,
      reservations: ReservationRepository,
      unitOfWork: UnitOfWork,
      metrics: Metrics,
    ) => new CountedReserveStock(new ReserveStockHandler(stock, reservations), unitOfWork, metrics),
    inject: [StockRepository, ReservationRepository, UnitOfWork, Metrics],
  },
  useCase(ReleaseStockHandler, StockRepository, ReservationRepository),
  useCase(CommitStockHandler, StockRepository, ReservationRepository),
  useCase(ReturnStockHandler, StockRepository, ReservationRepository),
  useCase(TellOverdueReservationsHandler, ReservationRepository),
  {
    provide: OverdueReservations,
    useFactory: (dispatcher: Dispatcher, tellOverdue: TellOverdueReservationsHandler, metrics: Metrics) =>
      new OverdueReservations(dispatcher, tellOverdue, config.RESERVATION_OVERDUE_AFTER_MINUTES, metrics),
    inject: [Dispatcher, TellOverdueReservationsHandler, Metrics],
  },
];

@Module({})
export class InventoryModule {
  static with(config: InventoryConfig): DynamicModule {
    return {
      module: InventoryModule,
      imports: [
        ObservabilityModule.forService('inventory', config.LOG_LEVEL, config.BUILD_COMMIT),
        PersistenceModule.forRoot({
          url: config.DATABASE_URL,
          poolSize: config.DATABASE_POOL_SIZE,
          migrations: [
            CreateMessageTables1760000000001,
            CreateStockTables1760000100000,
            AllowReturns1760000100001,
            AddReservationCustomer1760000100002,
            FindOverdueReservations1760000100003,
          ],
        }),
        MessagingModule.forRoot({
          service: 'inventory',
          url: config.RABBITMQ_URL,
          prefetch: config.RABBITMQ_PREFETCH,
          commands: inventoryCommands,
        }),
        RedisModule.forRoot(config.REDIS_URL),
        HttpModule.forRoot(tokenSettings(config)),
        HealthModule.forChecks(DatabaseHealth, RabbitHealth),
      ],
      controllers: [InventoryController],
      providers: providers(config),
    };
  }
}
