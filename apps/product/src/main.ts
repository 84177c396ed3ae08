import { startService } from '@tradewind/http';
import { loadConfig } from './config';
import { ProductModule } from './product.module';

const config = loadConfig();
startService(ProductModule.with(config), { name: 'product', host: config.HOST, port: config.PORT });
