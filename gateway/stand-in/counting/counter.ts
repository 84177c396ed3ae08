/** Counts what callers have used up of the current window. */
export interface Counter {
  /**
   * Takes one of `limit` and answers how many had been taken before.
   * @throws when that can't be known
   */
  take(key: string, limit: number, window: Window): number | Promise<number>;
}

export interface Window {
  startsAt: number;
  seconds: number;
}
