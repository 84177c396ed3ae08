import { startService } from '@tradewind/http';
import { loadConfig } from './config';
import { InventoryModule } from './inventory.module';

const config = loadConfig();
startService(InventoryModule.with(config), { name: 'inventory', host: config.HOST, port: config.PORT });
