// First: what is loaded before it is not traced.
import './tracing';
import { startService } from '@tradewind/http';
import { isAskedToMigrate, migrateOnly } from '@tradewind/persistence';
import { loadConfig } from './config';
import { PaymentModule } from './payment.module';

const config = loadConfig();
const service = PaymentModule.with(config);
if (isAskedToMigrate()) void migrateOnly(service);
else startService(service, { name: 'payment', host: config.HOST, port: config.PORT });
