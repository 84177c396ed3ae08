import type { Given } from '../arguments';

export interface SagaFilter {
  readonly status?: string;
  readonly definition?: string;
  readonly step?: string;
  readonly older_than?: string;
}

/** The filter of the command line, as the API names it. */
export function filterOf({ options }: Given): SagaFilter {
  const { status, definition, step, 'older-than': older_than } = options;
  return {
    ...(status === undefined ? {} : { status }),
    ...(definition === undefined ? {} : { definition }),
    ...(step === undefined ? {} : { step }),
    ...(older_than === undefined ? {} : { older_than }),
  };
}

/** A path of the API, whatever is in its names. */
export function pathOf(...names: string[]): string {
  return `/api/${names.map(encodeURIComponent).join('/')}`;
}
