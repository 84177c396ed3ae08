import { Database } from '@tradewind/persistence';
import { LoginAttempts, LoginPair } from '../../domain/login-attempts';
import { LoginAttemptsRepository } from '../../domain/login-attempts.repository';

export class TypeOrmLoginAttemptsRepository extends LoginAttemptsRepository {
  constructor(private readonly db: Database) {
    super();
  }

  /** One statement makes the row or locks the one that is there; a row that somebody removes meanwhile is made again. */
  async lock(pair: LoginPair): Promise<LoginAttempts> {
    const [row] = await this.db.query<{ begun_at: Date[] }>(
      `INSERT INTO login_attempts (email, address, begun_at, last_begun_at) VALUES ($1, $2, '{}', now())
       ON CONFLICT (email, address) DO UPDATE SET email = excluded.email RETURNING begun_at`,
      [pair.email, pair.address],
    );
    return LoginAttempts.restore(pair, row!.begun_at);
  }

  async save({ pair, begunAt }: LoginAttempts): Promise<void> {
    await this.db.query(
      'UPDATE login_attempts SET begun_at = $3, last_begun_at = $4 WHERE email = $1 AND address = $2',
      [pair.email, pair.address, begunAt, begunAt.at(-1)],
    );
  }

  async forget({ email, address }: LoginPair): Promise<void> {
    await this.db.query('DELETE FROM login_attempts WHERE email = $1 AND address = $2', [email, address]);
  }

  async removeOld(lastTried: Date, limit: number): Promise<number> {
    const removed = await this.db.query(
      `DELETE FROM login_attempts WHERE (email, address) IN (
         SELECT email, address FROM login_attempts
         WHERE last_begun_at <= $1 ORDER BY last_begun_at LIMIT $2 FOR UPDATE SKIP LOCKED)
       RETURNING email`,
      [lastTried, limit],
    );
    return removed.length;
  }
}
