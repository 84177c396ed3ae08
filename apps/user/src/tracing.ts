import { startTracing } from '@tradewind/observability';

startTracing('user');
