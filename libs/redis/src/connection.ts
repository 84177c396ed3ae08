import { Logger } from '@nestjs/common';
import { Redis } from 'ioredis';

/** What waits for Redis waits no longer than this: everything in it is a copy, and the original is elsewhere. */
const ANSWER_WITHIN_MS = 250;
const CONNECT_WITHIN_MS = 3_000;
const TRY_AGAIN_WITHIN_MS = 2_000;

/**
 * Connects to Redis, and again whenever the connection is lost. Resolves after the first attempt, whether or not it
 * succeeded: nobody needs Redis in order to start. Without a connection commands reject at once.
 *
 * @param url redis://[user:password@]host:port[/database]
 */
export async function connectRedis(url: string): Promise<Redis> {
  const redis = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    commandTimeout: ANSWER_WITHIN_MS,
    connectTimeout: CONNECT_WITHIN_MS,
    retryStrategy: (attempt) => Math.min(attempt * 100, TRY_AGAIN_WITHIN_MS),
  });
  tellChanges(redis);
  await redis.connect().catch(() => undefined);
  return redis;
}

/** One line when it goes and one when it comes back, not one for each attempt in between. */
function tellChanges(redis: Redis): void {
  const logger = new Logger('Redis');
  let isAway = false;
  redis.on('error', (error: Error) => {
    if (!isAway) logger.warn(`Redis is away, work goes on without it: ${error.message}`);
    isAway = true;
  });
  redis.on('ready', () => {
    if (isAway) logger.log('Redis is back');
    isAway = false;
  });
}
