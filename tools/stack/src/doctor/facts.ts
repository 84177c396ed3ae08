import type { Listener } from './listeners';

/** What this machine has, as far as `make up` could want it. */
export interface Facts {
  node: string;
  /** The range that package.json asks for, such as >=20.19. */
  wantedNode: string;
  npm?: string;
  servers: ServerFact[];
  /** Why apt can't install what is missing; undefined where it can. */
  installObstacle?: string;
  ports: PortFact[];
  cpus: number;
  /** In MiB. */
  memory: { total: number; available: number };
  disk: { folder: string; free: number };
  engine: EngineFact;
  /** Useful, not needed: what each is for. */
  extras: { name: string; version?: string; use: string }[];
}

export interface ServerFact {
  name: string;
  least: string;
  /** Where it is installed. */
  version?: string;
  packages: readonly string[];
  setting: string;
  /** One that runs elsewhere is named by the setting. */
  given: boolean;
}

export interface PortFact {
  name: string;
  port: number;
  /** Set by a setting: no other will do. */
  fixed: boolean;
  takenBy?: Listener;
}

export interface EngineFact {
  docker?: string;
  compose?: string;
  /** Why an installed docker does not answer. */
  trouble?: string;
}
