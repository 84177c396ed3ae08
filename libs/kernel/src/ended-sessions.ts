/** A session that has ended while access tokens of it are still good. */
export interface EndedSession {
  readonly id: string;
  /** When the last of those tokens expires. */
  readonly until: Date;
}

/**
 * The list of those sessions that every service asks at each request, so that a logout is heard everywhere at once. It is
 * a copy: the truth is in the database of the user service, which tells it again when it has been lost.
 */
export abstract class EndedSessions {
  /**
   * Whether a session is on the list. Never rejects: while the list cannot be asked, no session counts as ended, and
   * access tokens are good until they expire.
   */
  abstract includes(sessionId: string): Promise<boolean>;

  /**
   * Puts sessions on the list; one that is there already stays.
   * @throws an Error while the list cannot be reached
   */
  abstract add(sessions: readonly EndedSession[]): Promise<void>;
}
