import type { Counter } from './counter';
import { LocalCounter } from './local-counter';
import { RedisCounter, type RedisAddress } from './redis-counter';

/** Every counter of this gateway. They outlive a reload, as Kong's do. */
export class Counters {
  readonly local: Counter = new LocalCounter();
  private readonly shared = new Map<string, RedisCounter>();

  constructor(private readonly warn: (message: string) => void) {}

  redis(address: RedisAddress): Counter {
    const key = JSON.stringify(address);
    const counter = this.shared.get(key) ?? new RedisCounter(address, this.warn);
    this.shared.set(key, counter);
    return counter;
  }

  close(): void {
    for (const counter of this.shared.values()) counter.close();
  }
}
