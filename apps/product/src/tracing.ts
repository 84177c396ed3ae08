import { startTracing } from '@tradewind/observability';

startTracing('product');
