import type { Received } from '../../gateway/edge/http';

/** What an answer shows only when it tells of the inside: stacks (in a string of JSON at most), files, SQL, drivers and their errors. */
const INSIDE =
  /\bat [^"]+:\d+:\d+|node_modules|\.[jt]s:\d+|\b(?:SELECT|INSERT INTO|UPDATE|DELETE FROM)\b.+\b(?:FROM|VALUES|SET|WHERE)\b|QueryFailed|TypeError|RangeError|SyntaxError|ECONNREFUSED|duplicate key|violates|\b(?:pg_|typeorm\b|amqp\b|bcrypt\b)/i;

/** What is wrong with a refusal, whoever asked for what: one line each. */
export function faultsOf({ status, headers, text }: Received): string[] {
  const type = String(headers['content-type']);
  return [
    ...(status >= 500 && !(status === 503 && headers['retry-after']) ? [`it failed with ${status}: ${text}`] : []),
    ...(INSIDE.test(text) ? [`it shows its inside: ${text}`] : []),
    ...(status >= 400 && !type.startsWith('application/problem+json') ? [`${status} is no problem but ${type}`] : []),
    ...(headers['x-correlation-id'] ? [] : ['it has no correlation id']),
    ...(status === 401 && headers['www-authenticate'] !== 'Bearer' ? ['401 without WWW-Authenticate: Bearer'] : []),
  ];
}

/** Asserts that a service refuses with this status, and as services do. */
export function expectRefusal(answer: Received, status: number): void {
  expect({ status: answer.status, faults: faultsOf(answer), text: answer.status === status || answer.text }).toEqual({
    status,
    faults: [],
    text: true,
  });
}

/** A problem without what differs between two requests for the same reason. */
export function reasonOf({ text }: Received): object {
  const {
    instance: _instance,
    correlation_id: _id,
    trace_id: _trace,
    ...rest
  } = JSON.parse(text) as Record<string, unknown>;
  return rest;
}
