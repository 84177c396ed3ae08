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

/** Where `make up` would run here. */
export interface EngineFact {
  /** What it would choose and why, or why it would refuse. */
  choice: { name: 'docker' | 'native'; reason: string } | { refused: string; advice: string[] };
  /** An engine that answers, with its Compose; or what is missing, and what to do about it. */
  docker: { name: string } | { missing: string; advice: string };
  /** Where an engine answers. */
  images?: ImagesFact;
}

/** Whether containers are what `make up` would use, or insist on. */
export function isInContainers({ choice }: EngineFact): boolean {
  return 'refused' in choice || choice.name === 'docker';
}

/** The images that the compose files want and that are not built here. */
export interface ImagesFact {
  needed: string[];
  missing: string[];
  /** Why the first of the missing ones cannot be pulled; one stands for all. */
  obstacle?: string;
}
