import { startService } from '@tradewind/http';
import { loadConfig } from './config';
import { OrderModule } from './order.module';

const config = loadConfig();
startService(OrderModule.with(config), { name: 'order', host: config.HOST, port: config.PORT });
