import { readFileSync, readdirSync } from 'node:fs';

/** A pid alone may be a stranger's by now; with its start time it is one process for as long as the machine is up. */
export interface ProcessIdentity {
  pid: number;
  startTime: string;
}

/** Marks in the environment of every process we start, so that one whose supervisor died can still be found. */
export const HOME_MARK = 'TRADEWIND_STACK_HOME';
export const NAME_MARK = 'TRADEWIND_STACK_PROCESS';

export interface MarkedProcess extends ProcessIdentity {
  name: string;
  /** The one that we started ourselves; others in its process group came after it. */
  isLeader: boolean;
}

/** The identity of a living process, or undefined. */
export function identify(pid: number): ProcessIdentity | undefined {
  const startTime = startTimeOf(readProc(pid, 'stat'));
  return startTime === undefined ? undefined : { pid, startTime };
}

/** True while the very process that was recorded is alive (a zombie is not). */
export function isAlive(identity: ProcessIdentity): boolean {
  return startTimeOf(readProc(identity.pid, 'stat')) === identity.startTime;
}

/** Field 22 of /proc/<pid>/stat; the command name before it may itself hold spaces and brackets. */
export function startTimeOf(stat: string | undefined): string | undefined {
  if (stat === undefined) return undefined;
  const fields = fieldsAfterName(stat);
  return fields[0] === 'Z' ? undefined : fields[19];
}

function leadsGroup(pid: number): boolean {
  return fieldsAfterName(readProc(pid, 'stat') ?? '')[2] === String(pid);
}

function fieldsAfterName(stat: string): string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** The living processes that carry the mark of this home. */
export function findMarked(home: string): MarkedProcess[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .flatMap((pid) => {
      const name = markedName(readProc(pid, 'environ'), home);
      const identity = name === undefined ? undefined : identify(pid);
      return name !== undefined && identity ? [{ ...identity, name, isLeader: leadsGroup(pid) }] : [];
    });
}

/** The process name in an environment block (NUL-separated), if it belongs to this home. */
export function markedName(environ: string | undefined, home: string): string | undefined {
  const entries = environ?.split('\0') ?? [];
  if (!entries.includes(`${HOME_MARK}=${home}`)) return undefined;
  return entries.find((entry) => entry.startsWith(`${NAME_MARK}=`))?.slice(NAME_MARK.length + 1);
}

function readProc(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return undefined;
  }
}
