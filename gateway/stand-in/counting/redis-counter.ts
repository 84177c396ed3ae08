import { Redis } from 'ioredis';
import type { Counter, Window } from './counter';

export interface RedisAddress {
  host: string;
  port: number;
  username: string | undefined;
  password: string | undefined;
  database: number;
  /** Of a connection and of a call, in ms. */
  timeout: number;
}

const AGAIN_AFTER_MS = 100;

/** The first one of a window decides when it is forgotten. */
const TAKE = `
local taken = redis.call('INCR', KEYS[1])
if taken == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return taken - 1`;

type Scripted = Redis & { take(key: string, seconds: number): Promise<number> };

/** One count for many gateways. Unlike the local one it is raised before it is looked at, by refused requests too. */
export class RedisCounter implements Counter {
  private readonly client: Scripted;
  private isAway = false;

  constructor(
    { host, port, username, password, database, timeout }: RedisAddress,
    private readonly warn: (message: string) => void,
  ) {
    const client = new Redis({
      ...{ host, port, username, password, db: database },
      ...{ connectTimeout: timeout, commandTimeout: timeout },
      ...{ lazyConnect: true, enableReadyCheck: false },
      // A request that waits for its answer is not worth a second try; the connection is.
      maxRetriesPerRequest: 0,
      retryStrategy: () => AGAIN_AFTER_MS,
    });
    // What goes wrong is told by the calls that fail.
    client.on('error', () => undefined);
    client.defineCommand('take', { numberOfKeys: 1, lua: TAKE });
    this.client = client as Scripted;
  }

  async take(key: string, _limit: number, { seconds }: Window): Promise<number> {
    try {
      const taken = await this.client.take(key, seconds);
      this.isAway = false;
      return taken;
    } catch (error) {
      if (!this.isAway) this.warn(`requests can't be counted in Redis: ${(error as Error).message}`);
      this.isAway = true;
      throw error;
    }
  }

  close(): void {
    this.client.disconnect();
  }
}
