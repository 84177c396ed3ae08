import { DynamicModule, Injectable, Module, OnApplicationShutdown } from '@nestjs/common';
import { currentContext, traceIdOf } from '@tradewind/kernel';
import { LoggerModule } from 'nestjs-pino';
import { IncomingMessage, ServerResponse } from 'node:http';
import { logOptions } from './log-options';
import { MetricsModule } from './metrics.module';
import { stopTracing } from './tracing';

/** Sends the last spans when everything else has ended. */
@Injectable()
class LastSpans implements OnApplicationShutdown {
  onApplicationShutdown(): Promise<void> {
    return stopTracing();
  }
}

/** Numbers, and JSON logs. Each line that belongs to a request or a message carries its correlation, trace, saga and order id. */
@Module({})
export class ObservabilityModule {
  /** @param commit what was built */
  static forService(service: string, level: string, commit?: string): DynamicModule {
    return {
      module: ObservabilityModule,
      providers: [LastSpans],
      imports: [
        MetricsModule.forService(service, commit),
        LoggerModule.forRoot({
          forRoutes: ['{*path}'],
          pinoHttp: {
            ...logOptions(service, level),
            mixin: contextFields,
            // Method and path only: a query or a header may hold a secret.
            serializers: {
              req: (req: { method: string; url: string }) => ({ method: req.method, path: req.url.split('?')[0] }),
              res: (res: { statusCode: number }) => ({ status: res.statusCode }),
            },
            customLogLevel: (_req: IncomingMessage, res: ServerResponse, error?: Error) =>
              error || res.statusCode >= 500 ? 'error' : 'info',
            autoLogging: { ignore: isWatching },
          },
        }),
      ],
    };
  }
}

/** Nest's middleware sees the path without its prefix; the original one is beside it. */
function isWatching(request: IncomingMessage & { originalUrl?: string }): boolean {
  return /^\/(health\/|metrics(\?|$))/.test(request.originalUrl ?? request.url ?? '');
}

function contextFields(): Record<string, unknown> {
  const context = currentContext();
  if (!context) return {};
  return {
    correlation_id: context.correlationId,
    trace_id: traceIdOf(context.traceparent),
    ...(context.sagaId === undefined ? {} : { saga_id: context.sagaId }),
    ...(context.orderId === undefined ? {} : { order_id: context.orderId }),
  };
}
