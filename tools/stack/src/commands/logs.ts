import { closeSync, existsSync, openSync, readFileSync, readSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StackError } from '../errors';
import { layoutOf } from '../layout';
import { jsonLine, prettyLine } from '../log-line';
import { say } from '../output';
import { SERVICES } from '../services';
import { lastLines } from '../watch';

const POLL_MS = 300;
const RECENT_OF_ALL = 10;
const RECENT_OF_ONE = 100;
const AT_ONCE = 1024 * 1024;

/**
 * Prints the end of the apps' logs and follows them, until interrupted: for people at a terminal, as JSON into a pipe.
 * @param asJson also at a terminal
 */
export async function logs(home: string, app: string | undefined, asJson: boolean): Promise<void> {
  process.stdout.on('error', () => process.exit(0)); // the reader of a pipe went away
  const folder = layoutOf(home).logs;
  const show = asJson || !process.stdout.isTTY ? jsonLine : prettyLine;
  const followed = new Map<string, FollowedLog>();
  for (let first = true; ; first = false) {
    for (const name of wantedLogs(folder, app)) {
      const log = followed.get(name) ?? new FollowedLog(join(folder, `${name}.log`), first);
      followed.set(name, log);
      for (const line of log.newLines(app ? RECENT_OF_ONE : RECENT_OF_ALL)) say(show(name, line));
    }
    await sleep(POLL_MS);
  }
}

/** The logs to follow: the one asked for, or those of all apps and the gateway. */
function wantedLogs(folder: string, app: string | undefined): string[] {
  const present = existsSync(folder) ? readdirSync(folder).map((file) => basename(file, '.log')) : [];
  if (present.length === 0) throw new StackError('There are no logs yet.', ['Start the system with: make up']);
  if (app === undefined)
    return ['gateway', ...SERVICES.map(({ name }) => name)].filter((name) => present.includes(name));
  if (present.includes(app)) return [app];
  throw new StackError(`There is no log of "${app}".`, [`There are: ${present.join(', ')}`]);
}

/** One file: first its end, then what is appended. */
class FollowedLog {
  private position: number;
  private rest = '';
  private recent: boolean;

  constructor(
    private readonly path: string,
    recentOnly: boolean,
  ) {
    this.recent = recentOnly;
    this.position = 0;
  }

  newLines(recentLines: number): string[] {
    if (this.recent) {
      this.recent = false;
      this.position = statSync(this.path).size;
      const text = readFileSync(this.path).subarray(0, this.position).toString('utf8');
      return text === '' ? [] : lastLines(text, recentLines);
    }
    const lines = (this.rest + this.readOn()).split('\n');
    this.rest = lines.pop() ?? '';
    return lines;
  }

  private readOn(): string {
    if (!existsSync(this.path) || statSync(this.path).size <= this.position) return '';
    const file = openSync(this.path, 'r');
    try {
      const buffer = Buffer.alloc(AT_ONCE);
      const length = readSync(file, buffer, 0, AT_ONCE, this.position);
      this.position += length;
      return buffer.subarray(0, length).toString('utf8');
    } finally {
      closeSync(file);
    }
  }
}
