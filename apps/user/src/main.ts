import { startService } from '@tradewind/http';
import { loadConfig } from './config';
import { UserModule } from './user.module';

const config = loadConfig();
startService(UserModule.with(config), { name: 'user', host: config.HOST, port: config.PORT });
