import { Clock, UnitOfWork } from '@tradewind/kernel';
import { LoginPair } from '../domain/login-attempts';
import { LoginAttemptsRepository } from '../domain/login-attempts.repository';
import { PasswordHasher } from './ports/password-hasher';
import { Turns } from './turns';

interface Try {
  readonly password: string;
  /** Of the account; undefined where there is none. */
  readonly hash: string | undefined;
}

/** Compares passwords, as often as somebody may try. Slow on purpose: call it in `prepare`. */
export class PasswordCheck {
  /** One at a time: the right password, sent by many clients of one user at once, must not count as many attempts. */
  private readonly turns = new Turns();

  constructor(
    private readonly attempts: LoginAttemptsRepository,
    private readonly passwords: PasswordHasher,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws TooManyAttempts before any hash is computed, so that a flood costs little */
  isRight(pair: LoginPair, { password, hash }: Try): Promise<boolean> {
    return this.turns.take(`${pair.address} ${pair.email}`, async () => {
      await this.begin(pair);
      const isRight = await this.passwords.matches(password, hash);
      if (isRight) await this.attempts.forget(pair);
      return isRight;
    });
  }

  /** Committed by itself: an attempt that a crash ends counts as failed. */
  private begin(pair: LoginPair): Promise<void> {
    return this.unitOfWork.run(async () => {
      const attempts = await this.attempts.lock(pair);
      attempts.begin(this.clock.now());
      await this.attempts.save(attempts);
    });
  }
}
