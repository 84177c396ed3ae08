import { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { Metrics } from '@tradewind/kernel';
import { Logger } from 'nestjs-pino';
import { nearestProxy } from './client-address';
import { refusePacked } from './content-coding';
import { countRequests } from './metrics';
import { openContext } from './open-context';
import { describeCommonRules } from './openapi';
import { unreadablePath, unreadableRequest } from './problem.filter';
import { watchUnusedConnections } from './unused-connections';

export interface ServiceOptions {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** Whose X-Forwarded-For counts, for a service that asks for the client's address; see `nearestProxy`. */
  readonly trustedProxies?: string;
}

/** Probes, numbers, and the pages that the product service serves at the root of the gateway. */
const NOT_UNDER_API = ['health/live', 'health/ready', 'metrics', '/', 'docs', 'docs/{*path}'];

/** Makes the HTTP application: paths under /api, context per request, OpenAPI at /openapi.json. Does not listen yet. */
export async function createService(
  module: DynamicModule,
  name: string,
  trustedProxies = '',
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    // 256 KB, as at the gateway: a request that comes directly has no more rights.
    bodyLimit: 256 * 1_024,
    routerOptions: { maxParamLength: 256 },
    frameworkErrors: unreadablePath,
    trustProxy: nearestProxy(trustedProxies),
    clientErrorHandler: unreadableRequest,
    // The validation refuses these by name, as it does all properties that nobody takes.
    onProtoPoisoning: 'ignore',
    onConstructorPoisoning: 'ignore',
  });
  // Bodies are JSON: without Nest's parser for forms and Fastify's for text, they are 415.
  adapter.getInstance().removeContentTypeParser('text/plain');
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bufferLogs: true,
    bodyParser: false,
  });
  app.useLogger(app.get(Logger));
  app.setGlobalPrefix('api', { exclude: NOT_UNDER_API });
  app.enableShutdownHooks();
  adapter.getInstance().addHook('onRequest', openContext);
  adapter.getInstance().addHook('onRequest', refusePacked);
  const closeUnusedConnections = watchUnusedConnections(adapter.getInstance().server);
  adapter.getInstance().addHook('preClose', async () => closeUnusedConnections());
  countRequests(adapter.getInstance(), app.get(Metrics));
  const document = new DocumentBuilder().setTitle(`Tradewind ${name}`).setVersion('1').addBearerAuth().build();
  SwaggerModule.setup('docs', app, () => describeCommonRules(SwaggerModule.createDocument(app, document)), {
    ui: false,
    raw: ['json'],
    jsonDocumentUrl: 'openapi.json',
  });
  return app;
}

/** Runs a service until SIGTERM or SIGINT; then it drains and ends. A start that fails ends with status 1. */
export function startService(module: DynamicModule, options: ServiceOptions): void {
  createService(module, options.name, options.trustedProxies)
    .then((app) => app.listen(options.port, options.host))
    .catch((error: unknown) => {
      process.stderr.write(
        `${options.name} could not start: ${error instanceof Error ? error.stack : String(error)}\n`,
      );
      process.exit(1);
    });
}
