import { stripVTControlCharacters } from 'node:util';

/** What fits a terminal of usual width, frame included. */
export const WIDTH = 100;
const INNER = WIDTH - 4;
const GAP = '  ';

/** A column of a table; the last one takes what room is left. */
export interface Column {
  readonly title: string;
  readonly right?: boolean;
  /** At least so wide, so that tables below each other look alike. */
  readonly width?: number;
}

/** As many characters as the text takes on the screen: colours take none. */
export function widthOf(text: string): number {
  return stripVTControlCharacters(text).length;
}

/** A box with a heading in its upper edge and lines between its sections. */
export function box(heading: string, aside: string, sections: readonly (readonly string[])[]): string[] {
  const fill = '─'.repeat(Math.max(1, WIDTH - 8 - widthOf(heading) - widthOf(aside)));
  const filled = sections.filter((lines) => lines.length > 0);
  const body = filled
    .map((lines) => lines.map(edged))
    .flatMap((lines, index) => (index > 0 ? [RULE, ...lines] : lines));
  return [`╭─ ${heading} ${fill} ${aside} ─╮`, ...body, `╰${'─'.repeat(WIDTH - 2)}╯`];
}

/** Rows under a heading, each column as wide as its widest cell; what does not fit at the end is cut off. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const cells = [columns.map(({ title }) => title), ...rows];
  const widths = columns.map(({ width = 0 }, column) =>
    Math.max(width, ...cells.map((row) => widthOf(row[column] ?? ''))),
  );
  const line = (row: readonly string[]): string =>
    columns.map(({ right }, column) => padded(row[column] ?? '', widths[column] ?? 0, right)).join(GAP);
  return cells.map((row) => fitted(line(row)));
}

/** Two texts at the two ends of one line. */
export function ends(left: string, right: string): string {
  return `${left}${' '.repeat(Math.max(1, INNER - widthOf(left) - widthOf(right)))}${right}`;
}

const RULE = `├${'─'.repeat(WIDTH - 2)}┤`;

function edged(line: string): string {
  return `│ ${padded(line, INNER)} │`;
}

function padded(text: string, width: number, right = false): string {
  const blanks = ' '.repeat(Math.max(0, width - widthOf(text)));
  return right ? `${blanks}${text}` : `${text}${blanks}`;
}

/** Cuts only plain text: a cut in the middle of a colour would colour all that follows. */
function fitted(line: string): string {
  const trimmed = line.trimEnd();
  if (widthOf(trimmed) <= INNER) return trimmed;
  return `${stripVTControlCharacters(trimmed).slice(0, INNER - 1)}…`;
}
