import { DynamicModule, Module } from '@nestjs/common';
import { HealthModule, HttpModule, port, useCase } from '@tradewind/http';
import { Clock, SystemClock } from '@tradewind/kernel';
import { MessagingModule, RabbitHealth } from '@tradewind/messaging';
import { ObservabilityModule } from '@tradewind/observability';
import { CreateMessageTables1760000000001, Database, DatabaseHealth, PersistenceModule } from '@tradewind/persistence';
import { ChangeProductHandler } from './application/change-product/change-product.handler';
import { CreateProductHandler } from './application/create-product/create-product.handler';
import { ProductQueries } from './application/find-products/product.queries';
import { CategoryQueries } from './application/manage-categories/category.queries';
import {
  AddCategoryHandler,
  RemoveCategoryHandler,
  RenameCategoryHandler,
} from './application/manage-categories/manage-categories.handlers';
import { StockLevels } from './application/ports/stock-levels';
import { RecordStockLevelHandler } from './application/record-stock-level/record-stock-level.handler';
import { RemoveProductHandler } from './application/remove-product/remove-product.handler';
import { ProductConfig } from './config';
import { CategoryRepository } from './domain/category.repository';
import { ProductRepository } from './domain/product.repository';
import { TypeOrmCategoryQueries } from './infrastructure/persistence/category.queries.typeorm';
import { TypeOrmCategoryRepository } from './infrastructure/persistence/category.repository.typeorm';
import { CreateCatalogTables1760000200000 } from './infrastructure/persistence/migrations/1760000200000-create-catalog-tables';
import { TypeOrmProductQueries } from './infrastructure/persistence/product.queries.typeorm';
import { TypeOrmProductRepository } from './infrastructure/persistence/product.repository.typeorm';
import { TypeOrmStockLevels } from './infrastructure/persistence/stock-levels.typeorm';
import { CategoriesController } from './presentation/http/categories.controller';
import { ProductsController } from './presentation/http/products.controller';
import { productEvents } from './presentation/messaging/product.events';

const providers = [
  port(Clock, SystemClock),
  port(ProductRepository, TypeOrmProductRepository, Database),
  port(CategoryRepository, TypeOrmCategoryRepository, Database),
  port(ProductQueries, TypeOrmProductQueries, Database),
  port(CategoryQueries, TypeOrmCategoryQueries, Database),
  port(StockLevels, TypeOrmStockLevels, Database),
  useCase(CreateProductHandler, ProductRepository, CategoryRepository, Clock),
  useCase(ChangeProductHandler, ProductRepository, CategoryRepository, Clock),
  useCase(RemoveProductHandler, ProductRepository),
  useCase(AddCategoryHandler, CategoryRepository),
  useCase(RenameCategoryHandler, CategoryRepository),
  useCase(RemoveCategoryHandler, CategoryRepository),
  useCase(RecordStockLevelHandler, StockLevels),
];

@Module({})
export class ProductModule {
  static with(config: ProductConfig): DynamicModule {
    return {
      module: ProductModule,
      imports: [
        ObservabilityModule.forService('product', config.LOG_LEVEL),
        PersistenceModule.forRoot({
          url: config.DATABASE_URL,
          poolSize: config.DATABASE_POOL_SIZE,
          migrations: [CreateMessageTables1760000000001, CreateCatalogTables1760000200000],
        }),
        MessagingModule.forRoot({
          service: 'product',
          url: config.RABBITMQ_URL,
          prefetch: config.RABBITMQ_PREFETCH,
          events: productEvents,
        }),
        HttpModule.forRoot({ jwksUrl: config.JWKS_URL, issuer: config.JWT_ISSUER, audience: config.JWT_AUDIENCE }),
        HealthModule.forChecks(DatabaseHealth, RabbitHealth),
      ],
      controllers: [ProductsController, CategoriesController],
      providers,
    };
  }
}
