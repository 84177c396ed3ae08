/** What a person can do about a saga, and when. */
export const SAGA_ACTIONS = {
  retry: 'sends the command it waits for anew: what refused it is repaired',
  resume: 'sends the same command again: what kept it from being answered is over',
  compensate: 'undoes it; past its point of no return, cancels its order',
  resolve: 'ends it here: the rest was settled by hand',
} as const;

export type SagaAction = keyof typeof SAGA_ACTIONS;

/** The options that say which sagas are meant. */
export const SAGA_FILTER = ['status', 'definition', 'step', 'older-than'] as const;
