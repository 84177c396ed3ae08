import { EndedSession, EndedSessions } from '@tradewind/kernel';
import { RevokedFamily } from '../../domain/refresh-family.repository';

const MINUTE_MS = 60_000;

/** Tells all services which sessions have ended. A session is a family of refresh tokens, named in each access token. */
export class SessionEnds {
  private readonly tokenLifetimeMs: number;

  constructor(
    private readonly endedSessions: EndedSessions,
    accessTokenMinutes: number,
  ) {
    this.tokenLifetimeMs = accessTokenMinutes * MINUTE_MS;
  }

  /** Whose access tokens can still be good: those revoked after this moment. */
  matterSince(now: Date): Date {
    return new Date(now.getTime() - this.tokenLifetimeMs);
  }

  /** @throws an Error while they cannot be told */
  tell(families: readonly RevokedFamily[]): Promise<void> {
    return this.endedSessions.add(families.map((family) => this.endOf(family)));
  }

  private endOf({ id, revokedAt }: RevokedFamily): EndedSession {
    return { id, until: new Date(revokedAt.getTime() + this.tokenLifetimeMs) };
  }
}
