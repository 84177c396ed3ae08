import type { Response } from 'supertest';

export interface ProblemBody {
  readonly type: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly instance: string;
  readonly correlation_id: string;
  readonly trace_id: string;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
}

/** Asserts that an answer is a complete problem of this status and code. */
export function expectProblem(answer: Response, status: number, code: string): ProblemBody {
  const body = answer.body as ProblemBody;
  expect({ status: answer.status, code: body.code }).toEqual({ status, code });
  expect(answer.headers['content-type']).toContain('application/problem+json');
  expect(body).toMatchObject({ type: `/problems/${code}`, status });
  expect(body.detail).not.toBe('');
  expect(body.instance).toMatch(/^\/api\//);
  expect(body.correlation_id).toBe(answer.headers['x-correlation-id']);
  expect(body.trace_id).toMatch(/^[0-9a-f]{32}$/);
  return body;
}

/** The fields that a 400 names, each once, however much is wrong with it. */
export function fieldsOf({ errors = [] }: ProblemBody): string[] {
  return [...new Set(errors.map(({ field }) => field))];
}

/** A problem without what differs between two requests for the same reason. */
export function sameFor(answer: Response): Omit<ProblemBody, 'instance' | 'correlation_id' | 'trace_id'> {
  const { instance: _instance, correlation_id: _id, trace_id: _trace, ...rest } = answer.body as ProblemBody;
  return rest;
}
