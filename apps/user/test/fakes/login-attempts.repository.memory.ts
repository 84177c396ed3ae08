import { LoginAttempts, LoginPair } from '../../src/domain/login-attempts';
import { LoginAttemptsRepository } from '../../src/domain/login-attempts.repository';

export class MemoryLoginAttemptsRepository extends LoginAttemptsRepository {
  private readonly rows = new Map<string, readonly Date[]>();

  async lock(pair: LoginPair): Promise<LoginAttempts> {
    return LoginAttempts.restore(pair, this.rows.get(keyOf(pair)) ?? []);
  }

  async save({ pair, begunAt }: LoginAttempts): Promise<void> {
    this.rows.set(keyOf(pair), begunAt);
  }

  async forget(pair: LoginPair): Promise<void> {
    this.rows.delete(keyOf(pair));
  }

  async removeOld(lastTried: Date, limit: number): Promise<number> {
    const old = [...this.rows].filter(([, begunAt]) => begunAt.every((at) => at <= lastTried)).slice(0, limit);
    for (const [key] of old) this.rows.delete(key);
    return old.length;
  }
}

function keyOf({ email, address }: LoginPair): string {
  return `${address} ${email}`;
}
