import { startService } from '@tradewind/http';
import { loadConfig } from './config';
import { PaymentModule } from './payment.module';

const config = loadConfig();
startService(PaymentModule.with(config), { name: 'payment', host: config.HOST, port: config.PORT });
