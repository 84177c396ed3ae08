export { MetricsModule } from './metrics.module';
export { ObservabilityModule } from './observability.module';
export { startTracing } from './tracing';
