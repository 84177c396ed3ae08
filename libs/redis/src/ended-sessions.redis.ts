import { Clock, EndedSession, EndedSessions, Metrics } from '@tradewind/kernel';
import type { Redis } from 'ioredis';

const keyOf = (sessionId: string): string => `ended-session:${sessionId}`;

/** A key for each session, which Redis removes when no token of it is good any more. */
export class RedisEndedSessions extends EndedSessions {
  private readonly checks;

  constructor(
    private readonly redis: Pick<Redis, 'exists' | 'pipeline'>,
    private readonly clock: Clock,
    metrics: Metrics,
  ) {
    super();
    this.checks = metrics.counter(
      {
        name: 'session_checks_total',
        help: 'Access tokens by whether their session has ended; unknown: Redis did not say, and they were taken',
        labels: ['outcome'],
      },
      ['open', 'ended', 'unknown'].map((outcome) => ({ outcome })),
    );
  }

  async includes(sessionId: string): Promise<boolean> {
    const found = await this.redis.exists(keyOf(sessionId)).catch(() => undefined);
    this.checks.add({ outcome: found === undefined ? 'unknown' : found > 0 ? 'ended' : 'open' });
    return found === 1;
  }

  async add(sessions: readonly EndedSession[]): Promise<void> {
    const now = this.clock.now().getTime();
    const commands = this.redis.pipeline();
    for (const { id, until } of sessions) {
      const milliseconds = until.getTime() - now;
      if (milliseconds > 0) commands.set(keyOf(id), '', 'PX', milliseconds);
    }
    const answers = (await commands.exec()) ?? [];
    const failure = answers.find(([error]) => error)?.[0];
    if (failure) throw failure;
  }
}
