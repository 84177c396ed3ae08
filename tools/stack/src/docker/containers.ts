import { type Run, run } from './run';

/** One container of the system, as the engine sees it now. */
export interface Container {
  readonly id: string;
  readonly service: string;
  readonly status: 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead';
  /** Undefined where the image has no health check. */
  readonly health?: 'starting' | 'healthy' | 'unhealthy';
  readonly exitCode: number;
  /** Of the process that the engine watches, in the pid namespace of the engine's machine. */
  readonly pid: number;
  /** Restarts after an unexpected end. */
  readonly restarts: number;
  /** The checkout that it was started from. */
  readonly workingDir: string;
}

const PROJECT = 'com.docker.compose.project';

interface Inspected {
  Id: string;
  RestartCount: number;
  State: { Status: Container['status']; ExitCode: number; Pid: number; Health?: { Status: Container['health'] } };
  Config: { Labels: Record<string, string> };
}

/** All containers of a compose project, those of one-off runs left out. */
export function containersOf(project: string, ask: Run = run): Container[] {
  const listed = ask(['docker', 'ps', '--all', '--quiet', '--no-trunc', '--filter', `label=${PROJECT}=${project}`]);
  const ids = listed.stdout.split('\n').filter(Boolean);
  if (!listed.ok || ids.length === 0) return [];
  // One that is gone by now makes the command fail; what it says of the others still counts.
  const { stdout } = ask(['docker', 'inspect', '--type', 'container', ...ids]);
  return (JSON.parse(stdout || '[]') as Inspected[]).filter(isService).map(containerOf);
}

function isService({ Config: { Labels } }: Inspected): boolean {
  return Labels['com.docker.compose.oneoff']?.toLowerCase() !== 'true';
}

function containerOf({ Id: id, RestartCount: restarts, State, Config: { Labels } }: Inspected): Container {
  return {
    ...{ id, restarts },
    service: Labels['com.docker.compose.service'] ?? '',
    status: State.Status,
    health: State.Health?.Status,
    exitCode: State.ExitCode,
    pid: State.Pid,
    workingDir: Labels[`${PROJECT}.working_dir`] ?? '',
  };
}

/** Runs, and is healthy where that can be told. */
export function isReady({ status, health }: Container): boolean {
  return status === 'running' && (health === undefined || health === 'healthy');
}

/** A job that has done its work. */
export function isDone({ status, exitCode }: Container): boolean {
  return status === 'exited' && exitCode === 0;
}
