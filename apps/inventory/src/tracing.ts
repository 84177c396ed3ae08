import { startTracing } from '@tradewind/observability';

startTracing('inventory');
