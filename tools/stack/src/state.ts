import { readJson, writeJson } from './files';
import type { ProcessIdentity } from './machine/identity';
import type { ProcessKind } from './plan';

export type Phase = 'starting' | 'ready' | 'stopping' | 'stopped' | 'failed';
export type ProcessStatus = 'waiting' | 'starting' | 'ready' | 'restarting' | 'stopping' | 'stopped';

/** What runs now, for other tools and for people. The supervisor is its only writer. */
export interface StackState {
  home: string;
  supervisor: ProcessIdentity;
  generation: number;
  phase: Phase;
  failure?: Failure;
  ports: Record<string, number>;
  urls: Record<string, string>;
  processes: Record<string, ProcessState>;
}

export interface ProcessState {
  kind: ProcessKind;
  status: ProcessStatus;
  pid?: number;
  startTime?: string;
  port: number;
  url: string;
  log: string;
  /** Restarts after an unexpected end; restarts that `up` asks for do not count. */
  restarts: number;
  startedAt?: string;
  readyAfterMs?: number;
  lastExit?: string;
  fingerprint: string;
}

export interface Failure {
  process?: string;
  message: string;
  log?: string;
}

/** A system in containers: what runs, the engine knows; this says which containers they are and how they are reached. */
export interface ContainersState {
  engine: 'docker';
  home: string;
  /** How Compose is called, and the settings that decide which files and services it works on. */
  compose: readonly string[];
  project: string;
  settings: Record<string, string>;
  /** By the setting that decides it. */
  ports: Record<string, number>;
  urls: Record<string, string>;
}

/** The state of a native system, or undefined. */
export function readState(path: string): StackState | undefined {
  const state = readAnyState(path);
  return state && isInContainers(state) ? undefined : state;
}

/** The state of whatever was started last. */
export function readAnyState(path: string): StackState | ContainersState | undefined {
  return readJson<StackState | ContainersState>(path);
}

export function isInContainers(state: StackState | ContainersState): state is ContainersState {
  return 'engine' in state;
}

export function writeState(path: string, state: StackState | ContainersState): void {
  writeJson(path, state);
}
