/** Other people's text on one line: nothing in it may move a cursor or begin a line. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, '?');
}
