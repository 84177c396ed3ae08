// First: what is loaded before it is not traced.
import './tracing';
import { startService } from '@tradewind/http';
import { isAskedToMigrate, migrateOnly } from '@tradewind/persistence';
import { loadConfig } from './config';
import { ProductModule } from './product.module';

const config = loadConfig();
const service = ProductModule.with(config);
if (isAskedToMigrate()) void migrateOnly(service);
else startService(service, { name: 'product', host: config.HOST, port: config.PORT });
