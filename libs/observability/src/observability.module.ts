import { DynamicModule, Module } from '@nestjs/common';
import { currentContext, traceIdOf } from '@tradewind/kernel';
import { LoggerModule } from 'nestjs-pino';
import { IncomingMessage, ServerResponse } from 'node:http';
import { MetricsModule } from './metrics.module';

/** Numbers, and JSON logs. Each line that belongs to a request or a message carries its correlation, trace and saga id. */
@Module({})
export class ObservabilityModule {
  /** @param commit what was built */
  static forService(service: string, level: string, commit?: string): DynamicModule {
    return {
      module: ObservabilityModule,
      imports: [
        MetricsModule.forService(service, commit),
        LoggerModule.forRoot({
          forRoutes: ['{*path}'],
          pinoHttp: {
            level,
            base: { service },
            mixin: contextFields,
            messageKey: 'message',
            formatters: { level: (label) => ({ level: label }) },
            timestamp: () => `,"time":"${new Date().toISOString()}"`,
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
  };
}
