import { type Style, paint } from './output';

type Fields = Record<string, unknown>;

const LEVELS: Record<string, Style> = { fatal: 'red', error: 'red', warn: 'yellow', info: 'green', debug: 'dim' };
/** Shown short and last; whoever needs one whole finds it in the JSON. */
const IDS: readonly (readonly [field: string, label: string])[] = [
  ['order_id', 'order'],
  ['saga_id', 'saga'],
  ['correlation_id', 'corr'],
  ['trace_id', 'trace'],
];
const ELSEWHERE = ['level', 'time', 'service', 'context', 'message', 'req', 'res', 'responseTime', 'err', 'pid'];
const SHORT = 8;

/** A line as people read it: time, level, service, what, and the ids short. What is no JSON stays as it is. */
export function prettyLine(service: string, line: string): string {
  const fields = parse(line);
  const name = service.padEnd(9);
  if (!fields) return paint('dim', `${' '.repeat(12)}       ${name} ${line}`);
  const level = text(fields.level);
  return [
    paint('dim', text(fields.time).slice(11, 23)),
    paint(LEVELS[level] ?? 'dim', level.toUpperCase().padEnd(5)),
    paint('bold', name),
    harmless(what(fields)),
    ...[...rest(fields), ...ids(fields)].map((field) => paint('dim', field)),
  ].join(' ');
}

/** A line as programs read it: always JSON, also where a process wrote something else. */
export function jsonLine(service: string, line: string): string {
  return parse(line) ? line : JSON.stringify({ service, message: line });
}

function parse(line: string): Fields | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as Fields;
  } catch {
    return undefined;
  }
}

function what(fields: Fields): string {
  const request = (fields.req ?? fields) as Fields;
  const status = (fields.res as Fields | undefined)?.status ?? fields.status;
  if (request.method === undefined || status === undefined) return withContext(fields);
  const ms = fields.responseTime ?? fields.ms;
  return `${text(request.method)} ${text(request.path)} ${text(status)} ${text(ms)} ms`;
}

function withContext({ context, message, err }: Fields): string {
  const stack = (err as Fields | undefined)?.stack;
  return [...(context === undefined ? [] : [`[${text(context)}]`]), text(message), text(stack)].join(' ').trimEnd();
}

function rest(fields: Fields): string[] {
  const shown = new Set([...ELSEWHERE, ...IDS.map(([name]) => name), 'method', 'path', 'status', 'ms', 'request_id']);
  const others = Object.entries(fields).filter(([name, value]) => !shown.has(name) && typeof value !== 'object');
  return others.map(([name, value]) => `${name}=${harmless(text(value))}`);
}

/** Their ends: the beginning of an id of ours is its time, which is the same for many. */
function ids(fields: Fields): string[] {
  return IDS.flatMap(([name, label]) => {
    const id = fields[name];
    return typeof id === 'string' ? [`${label}=${harmless(id).slice(-SHORT)}`] : [];
  });
}

/** What comes from a client must not move the cursor or change colours. */
function harmless(value: string): string {
  return value.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '');
}

function text(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
