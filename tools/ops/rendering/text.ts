import { paint, table } from '../../stack/src/output';
import { printable } from '../../shared/printable';

/** Rows under their titles, each column as wide as its widest cell. Nothing is cut off: ids are there to be copied. */
export function titled(titles: string[], rows: readonly string[][]): string[] {
  const [head = '', ...lines] = table([titles, ...rows.map((row) => row.map(printable))]);
  return [paint('dim', head), ...lines];
}

/** Names and their values, below each other. */
export function listed(entries: readonly [string, string | number | null][]): string[] {
  return table(entries.map(([name, value]) => [name, printable(String(value ?? '-'))]));
}

/** JSON for people and programs. Its own escapes leave out the upper control characters, which some terminals obey. */
export function json(value: unknown): string {
  const escaped = (character: string): string => `\\u00${character.charCodeAt(0).toString(16)}`;
  return JSON.stringify(value, null, 2).replace(/[\u007f-\u009f]/g, escaped);
}

const UNITS = [
  { s: 86_400, name: 'd' },
  { s: 3_600, name: 'h' },
  { s: 60, name: 'min' },
];

/** How long something takes: in the largest unit of which there are at least two, else in seconds. */
export function age(seconds: number): string {
  const unit = UNITS.find(({ s }) => seconds >= 2 * s) ?? { s: 1, name: 's' };
  return `${Math.floor(seconds / unit.s)} ${unit.name}`;
}

/** What to type next. */
export function next(text: string): string[] {
  return ['', `${paint('bold', 'Next')}  ${text}`];
}

export function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
