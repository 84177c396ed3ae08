import { TooManyAttempts } from './auth.errors';

const MOST = 5;
const WITHIN_MS = 15 * 60 * 1_000;

/** Whose password is tried, whether or not there is such an account, and from which client address. */
export interface LoginPair {
  readonly email: string;
  readonly address: string;
}

/** The latest tries of one pair: those that failed, and those of which nobody knows yet how they end. */
export class LoginAttempts {
  private constructor(
    readonly pair: LoginPair,
    private begun: readonly Date[],
  ) {}

  static restore(pair: LoginPair, begunAt: readonly Date[]): LoginAttempts {
    return new LoginAttempts(pair, begunAt);
  }

  /** The oldest first. */
  get begunAt(): readonly Date[] {
    return this.begun;
  }

  /**
   * Counts one more try as failed, before anybody looks at the password: so of many at once no more than these get as
   * far as that, and the right password is refused as well.
   * @throws TooManyAttempts
   */
  begin(now: Date): void {
    const recent = this.begun.filter((begunAt) => isRecent(begunAt, now));
    const first = recent.at(-MOST);
    if (first) throw new TooManyAttempts(Math.ceil((first.getTime() + WITHIN_MS - now.getTime()) / 1_000));
    this.begun = [...recent, now];
  }

  /** Tries that began at this moment or before no longer count. */
  static forgottenAt(now: Date): Date {
    return new Date(now.getTime() - WITHIN_MS);
  }
}

function isRecent(begunAt: Date, now: Date): boolean {
  return begunAt > LoginAttempts.forgottenAt(now);
}
