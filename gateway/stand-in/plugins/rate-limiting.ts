import { boolean, integer, object, oneOf, optional, refuse, text, type Reader } from '../declaration/shape';
import type { Exchange } from '../exchange';
import { definePlugin } from './plugin';

const MINUTE = 60_000;

const fields = object({
  minute: integer(1),
  limit_by: oneOf('ip', 'header'),
  header_name: optional(text(/^[A-Za-z0-9-]+$/, 'must be a header name'), undefined),
  policy: optional(oneOf('local'), 'local'),
  fault_tolerant: optional(boolean, true),
  hide_client_headers: optional(oneOf(false), false),
});
type Config = ReturnType<typeof fields>;

const config: Reader<Config> = (value, place) => {
  const read = fields(value, place);
  const named = read.header_name !== undefined;
  if (named !== (read.limit_by === 'header'))
    refuse(`${place}.header_name`, 'belongs to limit_by: header, and only there');
  return read;
};

/**
 * Fixed windows from one full minute to the next, counted for each place where the plugin is bound. Kong's local policy
 * counts a moment later than it checks, so that it lets a burst overshoot; here the count is exact.
 */
export const rateLimiting = definePlugin({
  name: 'rate-limiting',
  priority: 910,
  scopes: ['global', 'service', 'route', 'consumer'],
  config,
  start(options) {
    const windows = new Windows(options.minute);
    return {
      access(exchange) {
        const { allowed, remaining, reset } = windows.take(callerOf(exchange, options), exchange.now);
        Object.assign(exchange.towardsClient, {
          'RateLimit-Limit': String(options.minute),
          'RateLimit-Remaining': String(remaining),
          'RateLimit-Reset': String(reset),
          'X-RateLimit-Limit-Minute': String(options.minute),
          'X-RateLimit-Remaining-Minute': String(remaining),
          ...(!allowed && { 'Retry-After': String(reset) }),
        });
        return allowed ? undefined : { kind: 'error', status: 429, message: 'API rate limit exceeded' };
      },
    };
  },
});

function callerOf(exchange: Exchange, { header_name }: Config): string {
  return (header_name && exchange.header(header_name)) || exchange.clientIp;
}

/** All callers' counts of the current minute; the next minute forgets them together, so the memory is bounded by its traffic. */
export class Windows {
  private startedAt = 0;
  private readonly counts = new Map<string, number>();

  constructor(private readonly limit: number) {}

  take(caller: string, now: number): { allowed: boolean; remaining: number; reset: number } {
    const start = now - (now % MINUTE);
    if (start !== this.startedAt) this.counts.clear();
    this.startedAt = start;
    const used = this.counts.get(caller) ?? 0;
    const allowed = used < this.limit;
    if (allowed) this.counts.set(caller, used + 1);
    return { allowed, remaining: Math.max(0, this.limit - used - 1), reset: 60 - Math.floor((now - start) / 1000) };
  }
}
