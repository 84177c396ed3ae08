import { HttpModule as AxiosModule, HttpService } from '@nestjs/axios';
import { DynamicModule, Module, Provider } from '@nestjs/common';
import { HealthModule, HttpModule, port, tokenSettings, useCase } from '@tradewind/http';
import { Clock, SystemClock } from '@tradewind/kernel';
import { MessagingModule, RabbitHealth } from '@tradewind/messaging';
import { ObservabilityModule } from '@tradewind/observability';
import { CreateMessageTables1760000000001, Database, DatabaseHealth, PersistenceModule } from '@tradewind/persistence';
import { RedisModule } from '@tradewind/redis';
import { ChangeProductHandler } from './application/change-product/change-product.handler';
import { CreateProductHandler } from './application/create-product/create-product.handler';
import { DescribeApiHandler } from './application/describe-api/describe-api.handler';
import { ProductQueries } from './application/find-products/product.queries';
import { CategoryQueries } from './application/manage-categories/category.queries';
import {
  AddCategoryHandler,
  RemoveCategoryHandler,
  RenameCategoryHandler,
} from './application/manage-categories/manage-categories.handlers';
import { ReferenceAssets } from './application/ports/reference-assets';
import { ServiceDocuments } from './application/ports/service-documents';
import { StockLevels } from './application/ports/stock-levels';
import { RecordStockLevelHandler } from './application/record-stock-level/record-stock-level.handler';
import { RemoveProductHandler } from './application/remove-product/remove-product.handler';
import { ProductConfig } from './config';
import { CategoryRepository } from './domain/category.repository';
import { ProductRepository } from './domain/product.repository';
import { SwaggerUiAssets } from './infrastructure/assets/reference-assets.files';
import { HttpServiceDocuments } from './infrastructure/clients/service-documents.http';
import { TypeOrmCategoryQueries } from './infrastructure/persistence/category.queries.typeorm';
import { TypeOrmCategoryRepository } from './infrastructure/persistence/category.repository.typeorm';
import { CreateCatalogTables1760000200000 } from './infrastructure/persistence/migrations/1760000200000-create-catalog-tables';
import { TypeOrmProductQueries } from './infrastructure/persistence/product.queries.typeorm';
import { TypeOrmProductRepository } from './infrastructure/persistence/product.repository.typeorm';
import { TypeOrmStockLevels } from './infrastructure/persistence/stock-levels.typeorm';
import { CategoriesController } from './presentation/http/categories.controller';
import { DocsController } from './presentation/http/docs.controller';
import { ProductsController } from './presentation/http/products.controller';
import { productEvents } from './presentation/messaging/product.events';

const providers = (config: ProductConfig): Provider[] => [
  port(Clock, SystemClock),
  port(ProductRepository, TypeOrmProductRepository, Database),
  port(CategoryRepository, TypeOrmCategoryRepository, Database),
  port(ProductQueries, TypeOrmProductQueries, Database),
  port(CategoryQueries, TypeOrmCategoryQueries, Database),
  port(StockLevels, TypeOrmStockLevels, Database),
  port(ReferenceAssets, SwaggerUiAssets),
  {
    provide: ServiceDocuments,
    useFactory: (http: HttpService) => new HttpServiceDocuments(http, serviceUrls(config)),
    inject: [HttpService],
  },
  useCase(CreateProductHandler, ProductRepository, CategoryRepository, Clock),
  useCase(ChangeProductHandler, ProductRepository, CategoryRepository, Clock),
  useCase(RemoveProductHandler, ProductRepository),
  useCase(AddCategoryHandler, CategoryRepository),
  useCase(RenameCategoryHandler, CategoryRepository),
  useCase(RemoveCategoryHandler, CategoryRepository),
  useCase(RecordStockLevelHandler, StockLevels),
  useCase(DescribeApiHandler, ServiceDocuments, Clock),
];

/** In the order in which the reference shows them. */
function serviceUrls(config: ProductConfig): Record<string, string> {
  return {
    user: config.USER_URL,
    product: config.PRODUCT_URL,
    order: config.ORDER_URL,
    inventory: config.INVENTORY_URL,
    payment: config.PAYMENT_URL,
  };
}

@Module({})
export class ProductModule {
  static with(config: ProductConfig): DynamicModule {
    return {
      module: ProductModule,
      imports: [
        ObservabilityModule.forService('product', config.LOG_LEVEL, config.BUILD_COMMIT),
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
        AxiosModule,
        RedisModule.forRoot(config.REDIS_URL),
        HttpModule.forRoot(tokenSettings(config)),
        HealthModule.forChecks(DatabaseHealth, RabbitHealth),
      ],
      controllers: [ProductsController, CategoriesController, DocsController],
      providers: providers(config),
    };
  }
}
