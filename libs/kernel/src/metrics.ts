/** What a number means, and what it is told apart by. */
export interface Meaning<L extends string> {
  /** Counters end in `_total`; what measures time is in seconds and says so. */
  readonly name: string;
  readonly help: string;
  /** Each has few values: never an id, a path as it was sent, or an address. */
  readonly labels?: readonly L[];
}

export type Labels<L extends string> = Readonly<Record<L, string>>;

/** A number that only grows. */
export interface Counter<L extends string = never> {
  add(labels: Labels<L>, by?: number): void;
}

/** How long things take. */
export interface Histogram<L extends string = never> {
  observe(labels: Labels<L>, seconds: number): void;
}

/** One value of a gauge. */
export interface Sample<L extends string = never> {
  readonly labels: Labels<L>;
  readonly value: number;
}

/**
 * Numbers about this process, for whoever watches it. Asking for a name again gives the same number.
 *
 * @example
 * const logins = metrics.counter({ name: 'logins_total', help: 'Logins by how they ended', labels: ['outcome'] });
 * logins.add({ outcome: 'failed' });
 */
export abstract class Metrics {
  /** @param from what begins at 0 at once: of a series that begins at 1, the first event is not seen as growth */
  abstract counter<const L extends string = never>(meaning: Meaning<L>, from?: readonly Labels<L>[]): Counter<L>;

  /** @param buckets upper bounds in seconds; those of a call within a second where nothing is given */
  abstract histogram<const L extends string = never>(meaning: Meaning<L>, buckets?: readonly number[]): Histogram<L>;

  /** @param read asked each time that somebody looks; when it fails or takes too long, there is no value */
  abstract gauge<const L extends string = never>(
    meaning: Meaning<L>,
    read: () => readonly Sample<L>[] | Promise<readonly Sample<L>[]>,
  ): void;

  /** Everything as text. */
  abstract exposition(): Promise<{ readonly contentType: string; readonly text: string }>;
}

/** A read whose answer serves everybody who asks within `ms`; of several who ask at once, only the first one reads. */
export function readAtMostEvery<T>(ms: number, read: () => Promise<T>): () => Promise<T> {
  let last: { readonly answer: Promise<T>; until: number } | undefined;
  return () => {
    if (last && Date.now() < last.until) return last.answer;
    const mine = { answer: read(), until: Infinity };
    last = mine;
    mine.answer.then(
      () => (mine.until = Date.now() + ms),
      () => (mine.until = 0),
    );
    return mine.answer;
  };
}

/** @param begun what `performance.now()` was */
export function secondsSince(begun: number): number {
  return (performance.now() - begun) / 1_000;
}
