import { setTimeout as sleep } from 'node:timers/promises';
import { StackError } from '../errors';
import { lastLines, withoutPassword, type Watcher } from '../watch';
import { readText } from '../files';
import { type Container, containersOf, isDone, isReady } from './containers';
import type { ComposeService } from './model';
import { run } from './run';

const POLL_MS = 500;
const NOTE_EVERY_MS = 5_000;
const READY_WITHIN_MS = 5 * 60_000;
/** One crash at the start may be a matter of order; several are none. */
const MOST_RESTARTS = 4;
const MOST_TRIES = 3;
const LOG_LINES = 25;

export interface Start {
  readonly project: string;
  readonly services: readonly ComposeService[];
  readonly urls: Record<string, string>;
  /** Calls Compose; resolves with whether it succeeded. */
  readonly compose: () => Promise<boolean>;
  /** Where it writes what it says. */
  readonly composeLog: string;
}

/**
 * Follows a start until every service is ready; throws, with the end of the log, if one is not.
 * Compose gives up on what waits for a service that is unhealthy for a moment, say because the broker was replaced under
 * it; so it is called again as long as no container is broken.
 */
export async function awaitContainers(start: Start, watcher: Watcher): Promise<void> {
  const progress = new Progress(start, watcher);
  const deadline = Date.now() + READY_WITHIN_MS;
  for (let tries = 1; ; tries += 1) {
    const composed = await follow(start.compose(), progress, watcher, deadline);
    if (composed) return;
    const failed = progress.failedJob();
    if (failed) throw containerFailure(failed);
    if (tries >= MOST_TRIES) throw composeFailure(start);
    watcher.note(`Compose gave up (${reasonIn(start)}); once more ...`);
  }
}

/** @returns false if Compose has failed without a container being broken. */
async function follow(
  composing: Promise<boolean>,
  progress: Progress,
  watcher: Watcher,
  deadline: number,
): Promise<boolean> {
  let composed: boolean | undefined;
  void composing.then((ok) => (composed = ok));
  for (;;) {
    watcher.throwIfInterrupted();
    const asOf = composed;
    const waiting = progress.show(asOf === true);
    const broken = progress.broken();
    if (broken) throw containerFailure(broken);
    if (asOf === false) return false;
    if (asOf && waiting.length === 0) return true;
    if (Date.now() > deadline) throw new StackError(`Not ready after five minutes: ${waiting.join(', ')}.`, ADVICE);
    await sleep(POLL_MS);
  }
}

/** Tells each service once when it is ready, and every few seconds what is still being waited for. */
class Progress {
  private readonly begun = Date.now();
  private readonly told = new Set<string>();
  /** What was ready before this start, as long as nothing has changed it. */
  private readonly before: Set<string>;
  private noted = this.begun;
  private containers: readonly Container[] = [];

  constructor(
    private readonly start: Start,
    private readonly watcher: Watcher,
  ) {
    this.before = new Set(
      containersOf(start.project)
        .filter(isReady)
        .map(({ id }) => id),
    );
  }

  /**
   * @param settled nothing will be replaced any more, so that what ran before is known to have stayed
   * @returns what is not ready yet.
   */
  show(settled: boolean): string[] {
    this.containers = containersOf(this.start.project);
    const services = this.start.services.filter(({ isJob }) => !isJob);
    const waiting = services.filter(({ name }) => !this.tellIfReady(name, settled)).map(({ name }) => name);
    if (waiting.length > 0 && Date.now() - this.noted >= NOTE_EVERY_MS) {
      this.noted = Date.now();
      this.watcher.note(`waiting for ${waiting.join(', ')} (${Math.round((this.noted - this.begun) / 1000)} s)`);
    }
    return waiting;
  }

  /** What Compose itself waits for, because the others depend on it; asked only when Compose has ended. */
  failedJob(): Container | undefined {
    const jobs = this.start.services.filter(({ isJob }) => isJob).map(({ name }) => name);
    return this.containers.find((it) => jobs.includes(it.service) && it.status === 'exited' && !isDone(it));
  }

  /** A container that will not come up by waiting longer. */
  broken(): Container | undefined {
    return this.containers.find(
      ({ status, restarts }) => status === 'dead' || (status === 'restarting' && restarts >= MOST_RESTARTS),
    );
  }

  private tellIfReady(name: string, settled: boolean): boolean {
    const own = this.containers.filter(({ service }) => service === name);
    const ready = own.length > 0 && own.every(isReady);
    const wasRunning = own.every(({ id }) => this.before.has(id));
    if (ready && !this.told.has(name) && (settled || !wasRunning)) {
      this.told.add(name);
      const url = this.start.urls[name];
      this.watcher.ready(name, url ? withoutPassword(url) : '', wasRunning ? undefined : Date.now() - this.begun);
    }
    return ready;
  }
}

const ADVICE = [
  'What has started is still running. See make status and make logs APP=<name>; correct the cause and run make up again,',
  'or make down to stop everything.',
];

/** The last of the errors that Compose has written; docker-compose marks them, Compose v2 has them at the end. */
function reasonIn({ composeLog }: Start): string {
  const lines = (readText(composeLog) ?? '').trimEnd().split('\n');
  const marked = lines.filter((line) => line.startsWith('ERROR: ')).at(-1) ?? lines.at(-1) ?? '';
  return marked.replace(/^ERROR: (for \S+ +)?/, '').trim();
}

function composeFailure({ composeLog }: Start): StackError {
  const tail = lastLines(readText(composeLog) ?? '', LOG_LINES).map((line) => `  | ${line}`);
  return new StackError('Compose could not start the system.', [`The end of ${composeLog}:`, ...tail, ...ADVICE]);
}

function containerFailure({ id, service, exitCode }: Container): StackError {
  const { stdout, complaint } = run(['docker', 'logs', '--tail', String(LOG_LINES), id]);
  const tail = lastLines(stdout || complaint, LOG_LINES).map((line) => `  | ${line}`);
  return new StackError(`${service} does not come up (exit code ${exitCode}).`, [
    'Its last lines:',
    ...tail,
    ...ADVICE,
  ]);
}
