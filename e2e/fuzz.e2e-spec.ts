import fc from 'fast-check';
import type { Received } from '../gateway/edge/http';
import { contradictions } from './support/books';
import { Checker } from './support/openapi/checker';
import { nameOf, type Operation, operationsOf, services } from './support/openapi/documents';
import {
  allowed,
  type Attempt,
  namesIn,
  sendTo,
  withNearlyAllowedBody,
  withStrangeParameters,
} from './support/openapi/requests';
import { ThrowAway } from './support/openapi/throw-away';
import { faultsOf } from './support/refusal';
import { tables, tablesAtRest } from './support/tables';

jest.setTimeout(300_000);

/** How many requests of each kind every operation gets, and what makes them the same again. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 10);
const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);
/** No operation may hold up the others for longer. */
const WITHIN_MS = RUNS * 500;

/** What would reach further than the throw-away things, and why. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'POST /api/sagas/{action}': 'acts on all sagas that a filter finds, those of other tests too',
};
/** Fields that would reach further. */
const FIELDS_LEFT_OUT: Readonly<Record<string, readonly string[]>> = {
  'POST /api/dead-letters/{queue}/replay': ['all'],
  'POST /api/dead-letters/{queue}/discard': ['all'],
};

/** Of what these take, one thing or another must be given, which a description cannot say. */
const TOGETHER = Object.keys(FIELDS_LEFT_OUT);

const checker = new Checker();
let things: ThrowAway;

/** Whatever has been sent: the books of all services still agree. */
afterAll(async () => {
  await tablesAtRest();
  expect(await contradictions()).toEqual([]);
});

/** Holds a property against every operation of a service, and tells all that do not have it. */
async function holds(
  operations: readonly Operation[],
  attempts: (operation: Operation) => fc.Arbitrary<Attempt>,
  property: (operation: Operation, attempt: Attempt, answer: Received) => Promise<void> | void,
): Promise<void> {
  const failures: string[] = [];
  for (const operation of operations) {
    const run = fc.asyncProperty(attempts(operation), async (attempt) => {
      await property(operation, attempt, await sendTo(operation, attempt, things.tokenFor(operation)));
    });
    const options = { numRuns: RUNS, seed: SEED, interruptAfterTimeLimit: WITHIN_MS, includeErrorInReport: true };
    await fc.assert(run, options).catch((error: Error) => failures.push(`${nameOf(operation)}: ${error.message}`));
  }
  if (failures.length > 0)
    throw new Error(`FUZZ_SEED=${SEED} FUZZ_RUNS=${RUNS} sends the same again.\n\n${failures.join('\n\n')}`);
}

/** What the description of an operation does not say of an answer. */
function undescribed(operation: Operation, { status, headers, text }: Received): string[] {
  const described = operation.responses[String(status)];
  if (!described) return [`${status} is not described: ${text}`];
  const type = String(headers['content-type'] ?? '').split(';')[0] ?? '';
  const content = described.content?.[type];
  if (!described.content) return text === '' ? [] : [`${status} has a body: ${text}`];
  if (!content) return [`${status} is ${type}, not ${Object.keys(described.content).join(', ')}`];
  if (!type.endsWith('json') || !content.schema) return [];
  const closing = status < 400 ? 'nothing undescribed' : 'as described';
  return checker
    .violations(content.schema, JSON.parse(text), operation, closing)
    .map((fault) => `${fault}, in ${text}`);
}

describe.each(services())('%s', (service) => {
  let operations: Operation[];
  beforeAll(async () => {
    things = await ThrowAway.make();
    // What removes things comes last, and so does what ends the session that all is done in.
    const isRemoval = ({ method, path }: Operation): number =>
      Number(method === 'DELETE' || path === '/api/auth/logout-all');
    operations = (await operationsOf(service)).sort((one, two) => isRemoval(one) - isRemoval(two));
  });

  it('refuses bodies that its description does not allow, and writes nothing', async () => {
    const before = await tablesAtRest([service]);
    await holds(
      operations.filter(({ body }) => body),
      (operation) =>
        withNearlyAllowedBody(operation, things).filter(
          ({ body }) => checker.violations(operation.body!, JSON.parse(JSON.stringify(body)), operation).length > 0,
        ),
      async (operation, _, answer) => {
        expect([answer.status, ...faultsOf(answer), ...undescribed(operation, answer)]).toEqual([400]);
        expect(await tables([service])).toEqual(before);
      },
    );
  });

  it('takes no harm from strange ids and parameters, and writes nothing', async () => {
    const before = await tablesAtRest([service]);
    await holds(
      operations.filter((operation) => operation.method === 'GET' || operation.body),
      (operation) => withStrangeParameters(operation, things),
      async (operation, { query }, answer) => {
        expect([...faultsOf(answer), ...undescribed(operation, answer)]).toEqual([]);
        const known = namesIn(operation, 'query');
        if (known.length > 0 && query.some(([name]) => !known.includes(name))) expect(answer.status).not.toBe(200);
        expect(await tables([service])).toEqual(before);
      },
    );
  });

  it('does what its description allows, and answers as it says', async () => {
    await holds(
      operations.filter((operation) => !(nameOf(operation) in LEFT_OUT)),
      (operation) => allowed(operation, things, FIELDS_LEFT_OUT[nameOf(operation)]),
      (operation, _, answer) => {
        expect([...faultsOf(answer), ...undescribed(operation, answer)]).toEqual([]);
        const isAboutFields = answer.status === 400 && !TOGETHER.includes(nameOf(operation));
        if (isAboutFields) throw new Error(`400, though it is allowed: ${answer.text}`);
      },
    );
  });
});
