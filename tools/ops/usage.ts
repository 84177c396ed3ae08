import { SAGA_ACTIONS, SAGA_FILTER } from './sagas';

/** What can be typed after `npm run ops --`. */
export interface Usage {
  readonly usage: string;
  readonly does: string;
  /** The options it knows, besides --json, --home and --help. */
  readonly options: readonly OptionName[];
  /** How many names (ids, a queue) it takes: at least and at most. */
  readonly names: readonly [number, number];
}

/** All options with a value or without one; what a value may be, the API decides. */
export const OPTIONS = {
  status: { type: 'string' },
  definition: { type: 'string' },
  step: { type: 'string' },
  'older-than': { type: 'string' },
  queue: { type: 'string' },
  target: { type: 'string' },
  limit: { type: 'string' },
  note: { type: 'string' },
  all: { type: 'boolean' },
} as const;

export type OptionName = keyof typeof OPTIONS;

const WHICH_SAGAS = '<saga id> | <filter> | --all  [--note "why"]';
const operate = (does: string): Usage => ({
  usage: WHICH_SAGAS,
  does,
  options: [...SAGA_FILTER, 'all', 'note'],
  names: [0, 1],
});

const deadLetters = (does: string): Usage => ({
  usage: '<queue> <id> | <queue> --all  [--note "why"]',
  does,
  options: ['all', 'note'],
  names: [1, 2],
});

export const USAGE = {
  sagas: {
    usage: '[<filter>] [--limit 20 | --all]',
    does: 'lists sagas, newest first: those that need attention, or --status any',
    options: [...SAGA_FILTER, 'limit', 'all'],
    names: [0, 0],
  },
  saga: { usage: '<saga id>', does: 'shows what a saga did, and why it needs attention', options: [], names: [1, 1] },
  story: {
    usage: '<order id>',
    does: 'tells the whole story of an order: sagas, stock and payment',
    options: [],
    names: [1, 1],
  },
  retry: operate(SAGA_ACTIONS.retry),
  resume: operate(SAGA_ACTIONS.resume),
  compensate: operate(SAGA_ACTIONS.compensate),
  resolve: operate(SAGA_ACTIONS.resolve),
  'dead-letters': {
    usage: '[--queue order.replies] [--limit 20]',
    does: 'lists messages that no service could handle: the oldest of each queue',
    options: ['queue', 'limit'],
    names: [0, 0],
  },
  'dead-letter': { usage: '<id> [--queue ...]', does: 'shows one with its payload', options: ['queue'], names: [1, 1] },
  replay: deadLetters('sends dead letters to their queue again'),
  discard: deadLetters('removes dead letters; the audit log keeps a copy'),
  audit: {
    usage: '[--target <saga id or queue>] [--limit 20]',
    does: 'lists what operators did by hand, and why',
    options: ['target', 'limit'],
    names: [0, 0],
  },
} as const satisfies Record<string, Usage>;

export type CommandName = keyof typeof USAGE;

export const COMMAND_NAMES = Object.keys(USAGE) as CommandName[];

export const usageOf = (command: CommandName): Usage => USAGE[command];
