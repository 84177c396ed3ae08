import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { type ProcessIdentity, identify } from '../machine/identity';
import type { Command, ProcessSpec } from '../plan';

/** Begins the line that is written to a log before each start. */
export const START_MARK = '--- ';

/** One run of a command: its identity, and how it ended once it has. */
export interface Launched {
  identity?: ProcessIdentity;
  exited: Promise<string>;
  signal(name: NodeJS.Signals): void;
  /** Ends it and whatever it started, at once. */
  kill(): void;
}

/** Starts a command in a process group of its own, with its output appended to the log. */
export function launch(command: Command, log: string): Launched {
  const output = openLog(log);
  writeSync(output, `${START_MARK}${new Date().toISOString()} starting ${command.command}\n`);
  const child = spawn(command.command, command.args, {
    cwd: command.cwd,
    env: command.env,
    uid: command.runAs?.uid,
    gid: command.runAs?.gid,
    stdio: ['ignore', output, output],
    detached: true,
  });
  closeSync(output);
  const killGroup = (): void => signalGroup(child.pid);
  return {
    identity: child.pid === undefined ? undefined : identify(child.pid),
    // What a dead leader started is of no use any more and may hold its ports.
    exited: exitOf(child).finally(killGroup),
    signal: (name) => child.kill(name),
    kill: killGroup,
  };
}

/** Runs a spec's preparation, if it has one that is still to be done; answers how it failed, or undefined. */
export async function runPreparation(spec: ProcessSpec, signal: AbortSignal): Promise<string | undefined> {
  if (!spec.prepare || (spec.prepare.unlessExists && existsSync(spec.prepare.unlessExists))) return undefined;
  const preparation = launch(spec.prepare, spec.log);
  const kill = (): void => preparation.kill();
  signal.addEventListener('abort', kill);
  const end = await preparation.exited;
  signal.removeEventListener('abort', kill);
  return end === 'exit code 0' ? undefined : `its preparation ended with ${end}`;
}

function openLog(log: string): number {
  mkdirSync(dirname(log), { recursive: true });
  return openSync(log, 'a', 0o600);
}

function exitOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`));
  });
}

function signalGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody left in the group.
  }
}
