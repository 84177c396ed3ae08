// First: what is loaded before it is not traced.
import './tracing';
import { startService } from '@tradewind/http';
import { isAskedToMigrate, migrateOnly } from '@tradewind/persistence';
import { loadConfig } from './config';
import { OrderModule } from './order.module';

const config = loadConfig();
const service = OrderModule.with(config);
if (isAskedToMigrate()) void migrateOnly(service);
else startService(service, { name: 'order', host: config.HOST, port: config.PORT });
