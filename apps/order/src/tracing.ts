import { startTracing } from '@tradewind/observability';

startTracing('order');
