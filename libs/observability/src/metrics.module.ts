import { DynamicModule, Global, Module } from '@nestjs/common';
import { Metrics } from '@tradewind/kernel';
import { PromMetrics } from './metrics.prom';

/** Numbers, for every other module. */
@Global()
@Module({})
export class MetricsModule {
  /** @param commit what was built */
  static forService(service: string, commit = 'unknown'): DynamicModule {
    return {
      module: MetricsModule,
      providers: [{ provide: Metrics, useFactory: () => new PromMetrics(service, commit) }],
      exports: [Metrics],
    };
  }
}
