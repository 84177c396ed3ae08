import { RefreshTokenInvalid } from './auth.errors';

const DAY_MS = 24 * 60 * 60 * 1_000;
const LIFETIME_MS = 30 * DAY_MS;

/** An answer can get lost on its way; until then the client may ask again with the token it still has. */
const SECOND_CHANCE_MS = 10_000;

interface FamilyState {
  readonly id: string;
  readonly userId: string;
  /** The number of the one token that is good. */
  readonly counter: number;
  /** When that token took the place of the one before. */
  readonly rotatedAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
}

/**
 * All refresh tokens that descend from one login, told apart by a counter. A token is made from the family, the
 * counter and a secret, so nothing here is worth stealing.
 */
export class RefreshFamily {
  private constructor(private state: FamilyState) {}

  static open(id: string, userId: string, now: Date): RefreshFamily {
    const expiresAt = new Date(now.getTime() + LIFETIME_MS);
    return new RefreshFamily({ id, userId, counter: 0, rotatedAt: now, expiresAt, revokedAt: null });
  }

  static restore(state: FamilyState): RefreshFamily {
    return new RefreshFamily(state);
  }

  get id(): string {
    return this.state.id;
  }

  get userId(): string {
    return this.state.userId;
  }

  get counter(): number {
    return this.state.counter;
  }

  get rotatedAt(): Date {
    return this.state.rotatedAt;
  }

  get expiresAt(): Date {
    return this.state.expiresAt;
  }

  get revokedAt(): Date | null {
    return this.state.revokedAt;
  }

  /**
   * Answers the token with the number `presented`. 'rotated' and 'repeated': the token with the number `counter` is
   * its successor. 'reused': two parties hold this family's tokens, so it has been revoked as a whole.
   * @throws RefreshTokenInvalid if the family has ended
   */
  rotate(presented: number, now: Date): 'rotated' | 'repeated' | 'reused' {
    if (this.revokedAt || now >= this.expiresAt) throw new RefreshTokenInvalid();
    if (presented === this.counter) {
      this.state = { ...this.state, counter: this.counter + 1, rotatedAt: now };
      return 'rotated';
    }
    if (presented === this.counter - 1 && now.getTime() - this.rotatedAt.getTime() <= SECOND_CHANCE_MS) {
      return 'repeated';
    }
    this.revoke(now);
    return 'reused';
  }

  revoke(now: Date): void {
    this.state = { ...this.state, revokedAt: this.revokedAt ?? now };
  }
}
