// First: what is loaded before it is not traced.
import './tracing';
import { startService } from '@tradewind/http';
import { isAskedToMigrate, migrateOnly } from '@tradewind/persistence';
import { loadConfig } from './config';
import { InventoryModule } from './inventory.module';

const config = loadConfig();
const service = InventoryModule.with(config);
if (isAskedToMigrate()) void migrateOnly(service);
else startService(service, { name: 'inventory', host: config.HOST, port: config.PORT });
