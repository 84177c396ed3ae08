import { DynamicModule, Global, Injectable, Module, OnApplicationShutdown } from '@nestjs/common';
import { EndedSessions, Metrics, SystemClock } from '@tradewind/kernel';
import { Redis } from 'ioredis';
import { connectRedis } from './connection';
import { RedisEndedSessions } from './ended-sessions.redis';

/** The connection of a service to Redis, and what is kept there. Redis away stops nothing: no service is less ready for it. */
@Global()
@Module({})
export class RedisModule {
  /** @param url redis://[user:password@]host:port[/database] */
  static forRoot(url: string): DynamicModule {
    return {
      module: RedisModule,
      providers: [
        { provide: Redis, useFactory: () => connectRedis(url) },
        RedisConnection,
        {
          provide: EndedSessions,
          useFactory: (redis: Redis, metrics: Metrics) => new RedisEndedSessions(redis, new SystemClock(), metrics),
          inject: [Redis, Metrics],
        },
      ],
      exports: [Redis, EndedSessions],
    };
  }
}

/** Shows the connection, and ends it after everything that may use it. */
@Injectable()
class RedisConnection implements OnApplicationShutdown {
  constructor(
    private readonly redis: Redis,
    metrics: Metrics,
  ) {
    metrics.gauge({ name: 'redis_connected', help: '1 while the connection to Redis is up' }, () => [
      { labels: {}, value: redis.status === 'ready' ? 1 : 0 },
    ]);
  }

  onApplicationShutdown(): void {
    this.redis.disconnect();
  }
}
