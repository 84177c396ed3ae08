import type { Api } from '../api';
import type { Given } from '../arguments';

/** What a command has to show. */
export interface Shown {
  /** What the API answered. */
  readonly body: unknown;
  /** The same for people. */
  readonly lines: () => readonly string[];
  /** Whether something that was asked for was refused. */
  readonly refused?: boolean;
}

export type Command = (api: Api, given: Given) => Promise<Shown>;
