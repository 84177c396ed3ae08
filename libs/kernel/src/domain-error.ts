/** What kind of "no" an error is; the HTTP filter turns it into a status, the command consumer into a refusal. */
export type ErrorKind =
  /** The request makes no sense for the business: 422. */
  | 'invalid'
  /** What it names does not exist, or not for this caller: 404. */
  | 'missing'
  /** Its state does not allow this: 409. */
  | 'conflict'
  /** The caller may not: 403. */
  | 'forbidden'
  /** The caller did not prove who they are: 401. */
  | 'unauthenticated'
  /** The caller asks too often: 429. */
  | 'throttled'
  /** The caller's copy is out of date: 412. */
  | 'stale'
  /** It cannot be answered now, but may be later: 503. */
  | 'unavailable';

/**
 * A rule of the business that was broken. One class per rule; `code` is `owner.reason` and part of the public
 * contract, the message is a sentence with the values in it.
 */
export abstract class DomainError extends Error {
  abstract readonly code: string;
  abstract readonly kind: ErrorKind;
  /** When it is worth asking again, if the error knows; told as Retry-After. */
  readonly retryAfterSeconds?: number;

  constructor(
    message: string,
    /** Values a client may need to react, such as the current price. Written to the answer as they are. */
    readonly details?: Readonly<Record<string, unknown>>,
  ) {
    super(message);
    this.name = new.target.name;
  }
}
