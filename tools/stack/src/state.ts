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

export function readState(path: string): StackState | undefined {
  return readJson<StackState>(path);
}

export function writeState(path: string, state: StackState): void {
  writeJson(path, state);
}
