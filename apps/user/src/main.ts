// First: what is loaded before it is not traced.
import './tracing';
import { startService } from '@tradewind/http';
import { isAskedToMigrate, migrateOnly } from '@tradewind/persistence';
import { loadConfig } from './config';
import { UserModule } from './user.module';

const config = loadConfig();
const service = UserModule.with(config);
if (isAskedToMigrate()) void migrateOnly(service);
else
  startService(service, { name: 'user', host: config.HOST, port: config.PORT, trustedProxies: config.TRUSTED_PROXIES });
