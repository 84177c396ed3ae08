import { Interrupted, StackError } from './errors';

const CODES = { green: 32, red: 31, yellow: 33, dim: 2, bold: 1 } as const;
export type Style = keyof typeof CODES;

/** Colours a text for a person at a terminal; in a file or a pipe it stays plain. */
export function paint(style: Style, text: string): string {
  const plain = !process.stdout.isTTY || process.env.NO_COLOR !== undefined;
  return plain ? text : `\u001b[${CODES[style]}m${text}\u001b[0m`;
}

export function say(line = ''): void {
  process.stdout.write(`${line}\n`);
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** A finished step, with how long it took. */
export function done(text: string, ms?: number): void {
  say(`${paint('green', 'ok')}    ${text}${ms === undefined ? '' : paint('dim', `  ${seconds(ms)}`)}`);
}

export function note(text: string): void {
  say(`${paint('yellow', '..')}    ${text}`);
}

/** A note beside what a command prints, so that its output can be read by a program. */
export function aside(text: string): void {
  process.stderr.write(`${paint('yellow', '..')}    ${text}\n`);
}

export function failed(text: string): void {
  process.stderr.write(`${paint('red', 'fail')}  ${text}\n`);
}

/** Lines in columns as wide as their widest cell. */
export function table(rows: string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** The end of a command that failed: what went wrong and what to do next; a stack trace only for our own mistakes. */
export function reportAndExit(error: unknown): void {
  process.exitCode = error instanceof Interrupted ? 130 : 1;
  if (!(error instanceof StackError)) {
    console.error(error);
    return;
  }
  failed(error.message);
  for (const line of error.advice) process.stderr.write(`      ${line}\n`);
}
