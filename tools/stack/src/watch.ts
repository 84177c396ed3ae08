import { setTimeout as sleep } from 'node:timers/promises';
import { StackError } from './errors';
import { readText } from './files';
import type { Layout } from './layout';
import { findMarked, isAlive } from './machine/identity';
import type { Plan } from './plan';
import { START_MARK } from './supervisor/launch';
import { type Failure, type StackState, readState } from './state';

const POLL_MS = 100;
const NOTE_EVERY_MS = 2_000;
const SUPERVISOR_WITHIN_MS = 15_000;
const LOG_LINES = 25;

/** Who wants to hear how a start goes. */
export interface Watcher {
  note: (line: string) => void;
  ready(name: string, address: string, ms: number | undefined): void;
  /** Called once something of ours runs; `fresh` if this start brought it up. */
  started(fresh: boolean): void;
  throwIfInterrupted(): void;
}

/** Follows the state file until the plan is carried out; throws, with the end of the log, if it could not be. */
export async function awaitPlan(layout: Layout, plan: Plan, watcher: Watcher): Promise<StackState> {
  const progress = new Progress(watcher);
  for (;;) {
    watcher.throwIfInterrupted();
    const state = readState(layout.state);
    if (state?.generation === plan.generation) {
      progress.show(state);
      if (state.failure && state.phase !== 'stopping') throw failureError(state.failure, state.phase === 'ready');
      if (state.phase === 'ready') return state;
      if (!isAlive(state.supervisor)) throw gone(layout);
    } else if (progress.elapsed() > SUPERVISOR_WITHIN_MS && findMarked(layout.home).length === 0) {
      throw gone(layout);
    }
    await sleep(POLL_MS);
  }
}

/** Tells each process that became ready once, and every two seconds what is still being waited for. */
class Progress {
  private readonly begun = Date.now();
  private readonly told = new Set<string>();
  private noted = this.begun;
  private stoppingTold = false;

  constructor(private readonly watcher: Watcher) {}

  elapsed(): number {
    return Date.now() - this.begun;
  }

  show(state: StackState): void {
    if (state.phase === 'stopping') return this.showStopping(state.failure);
    const all = Object.entries(state.processes);
    for (const [name, { status, startedAt, url, readyAfterMs }] of all) {
      if (status !== 'ready' || this.told.has(name)) continue;
      this.told.add(name);
      const isNew = Date.parse(startedAt ?? '') >= state.generation;
      this.watcher.ready(name, withoutPassword(url), isNew ? readyAfterMs : undefined);
    }
    if (state.phase !== 'starting') return;
    const waiting = all.filter(([, { status }]) => status !== 'ready').map(([name]) => name);
    if (waiting.length === 0 || Date.now() - this.noted < NOTE_EVERY_MS) return;
    this.noted = Date.now();
    this.watcher.note(`waiting for ${waiting.join(', ')} (${Math.round(this.elapsed() / 1000)} s)`);
  }

  private showStopping(failure: Failure | undefined): void {
    if (!this.stoppingTold) this.watcher.note(`${failure?.message ?? 'Asked to stop'}: stopping the rest ...`);
    this.stoppingTold = true;
  }
}

export function withoutPassword(url: string): string {
  const parsed = new URL(url);
  parsed.username = '';
  parsed.password = '';
  return parsed.toString().replace(/\/$/, '');
}

function failureError({ message, log }: Failure, restIsRunning: boolean): StackError {
  const tail = log ? lastLines(sinceLastStart(readText(log) ?? ''), LOG_LINES) : [];
  return new StackError(message, [
    ...(log ? [`The end of ${log}:`, ...tail.map((line) => `  | ${line}`)] : []),
    restIsRunning
      ? 'What ran before is still running. Correct the cause and run make up again, or make down to stop everything.'
      : 'Everything is stopped again. Correct the cause and run make up again.',
  ]);
}

function gone(layout: Layout): StackError {
  return new StackError('The supervisor ended before its work was done.', [`See ${layout.logs}/supervisor.log`]);
}

/** What a log tells about the latest start of its process. */
export function sinceLastStart(log: string): string {
  return log.slice(Math.max(0, log.lastIndexOf(START_MARK)));
}

export function lastLines(text: string, count: number): string[] {
  return text.trimEnd().split('\n').slice(-count);
}
