/** A failure that the person at the terminal can act on: printed without a stack trace. */
export class StackError extends Error {
  constructor(
    message: string,
    /** What to do next, one line each. */
    readonly advice: string[] = [],
  ) {
    super(message);
    this.name = 'StackError';
  }
}

/** The person at the terminal pressed Ctrl-C, or somebody asked the process to end. */
export class Interrupted extends StackError {
  constructor() {
    super('Interrupted.');
  }
}

/** The text of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** True for a system error with this code, such as ENOENT. */
export function hasCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
