/** Repeats a call to the provider when it was unavailable or its answer was lost, after growing pauses. */
export abstract class Retries {
  /** @throws the error of the last attempt */
  abstract run<T>(call: () => Promise<T>): Promise<T>;
}
