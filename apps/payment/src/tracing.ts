import { startTracing } from '@tradewind/observability';

startTracing('payment');
