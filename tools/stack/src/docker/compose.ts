import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { layoutOf, projectRoot } from '../layout';
import { type Settings, loadSettings } from '../settings';
import type { ContainersState } from '../state';
import { completeEnvFiles } from './env-files';
import { type Outcome, run } from './run';

const LONGEST_MS = 10 * 60_000;

/** Compose, called for one project from the checkout's root, so that it finds the files that it would find by hand. */
export class Compose {
  private started?: ChildProcess;

  constructor(
    private readonly command: readonly string[],
    readonly project: string,
    private readonly settings: Settings,
  ) {}

  /**
   * For a system that was started, and is left as it was: env files are written only where the compose files have become
   * newer than the start and want one that was not needed then.
   */
  static of({ compose, project, settings, home }: ContainersState): Compose {
    completeEnvFiles(layoutOf(home), loadSettings());
    return new Compose(compose, project, { ...(process.env as Settings), ...settings });
  }

  /** Runs a command to its end. */
  run(...args: string[]): Outcome {
    return run(this.commandLine(args), { timeoutMs: LONGEST_MS, env: this.settings, cwd: projectRoot() });
  }

  /** What a command prints, line by line, until it ends. */
  lines(...args: string[]): AsyncIterable<string> {
    const child = this.spawn(args, 'pipe');
    return createInterface({ input: child.stdout! });
  }

  /** Starts a command whose messages go to a file; in a group of its own, so that Ctrl-C is ours to answer. */
  start(log: string, ...args: string[]): Promise<boolean> {
    mkdirSync(dirname(log), { recursive: true });
    const output = openSync(log, 'w', 0o600);
    const child = this.spawn(args, output);
    this.started = child;
    closeSync(output);
    return new Promise((resolve) => {
      child.once('error', () => resolve(false));
      child.once('exit', (code) => resolve(code === 0));
    });
  }

  /** Ends what was started last, if it still runs, with all that it has started itself. */
  interrupt(): void {
    const { pid, exitCode, signalCode } = this.started ?? {};
    if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, 'SIGINT');
  }

  private spawn(args: readonly string[], output: number | 'pipe'): ChildProcess {
    const [command = '', ...rest] = this.commandLine(args);
    return spawn(command, rest, {
      cwd: projectRoot(),
      env: this.settings,
      stdio: ['ignore', output, output === 'pipe' ? 'inherit' : output],
      detached: output !== 'pipe',
    });
  }

  private commandLine(args: readonly string[]): string[] {
    return [...this.command, '--project-name', this.project, ...args];
  }
}

/** Compose's own default, so that `docker compose ps` in the checkout shows this system. */
export function projectName({ COMPOSE_PROJECT_NAME: set }: Settings, root = projectRoot()): string {
  const fromFolder = basename(root)
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '');
  return set ?? (fromFolder || 'tradewind');
}

/** `order_1  | text` of docker-compose, `order-1  | text` of Compose v2: whose line it is, and the line. */
export function parsedLogLine(line: string): [service: string, text: string] {
  const [, service = '', text = line] = /^(\S+?)[-_]\d+ +\| ?(.*)$/.exec(line) ?? [];
  return [service, text];
}
