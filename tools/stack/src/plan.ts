/** What the supervisor is told to run. Written by `up`, read by the supervisor, kept private: it holds passwords. */
export interface Plan {
  /** Grows with every `up`, so that its writer can tell when the supervisor has acted on it. */
  generation: number;
  home: string;
  /** Servers first; then the databases are made; then everything else, in parallel. */
  processes: ProcessSpec[];
  databases?: DatabasePlan;
  /** Every port given out, by name: the next `up` keeps them. */
  ports: Record<string, number>;
  urls: Record<string, string>;
}

export type ProcessKind = 'server' | 'app' | 'gateway';

export interface ProcessSpec {
  name: string;
  kind: ProcessKind;
  run: Command;
  /** Run to its end before each start of the process. */
  prepare?: Command & { unlessExists?: string };
  port: number;
  url: string;
  log: string;
  ready: ReadyCheck[];
  readyWithinMs: number;
  stopSignal: 'SIGTERM' | 'SIGINT';
  stopWithinMs: number;
  /** Two specs with the same fingerprint need no restart. */
  fingerprint: string;
}

export interface Command {
  command: string;
  args: string[];
  cwd: string;
  env: Record<string, string>;
  runAs?: Account;
}

export interface Account {
  name: string;
  uid: number;
  gid: number;
}

export type ReadyCheck =
  | { kind: 'tcp'; port: number }
  /** Without `status`, any HTTP answer will do. */
  | { kind: 'http'; url: string; status?: number; user?: string; password?: string }
  | { kind: 'postgres'; url: string };

export interface DatabasePlan {
  adminUrl: string;
  databases: ServiceDatabase[];
}

export interface ServiceDatabase {
  database: string;
  role: string;
  password: string;
}
