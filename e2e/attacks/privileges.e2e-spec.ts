import { newId } from '@tradewind/kernel';
import { ask } from '../support/ask';
import { allOperations, nameOf, type Operation, pathOf, services } from '../support/openapi/documents';
import { type Customer, newCustomer } from '../support/people';
import { expectRefusal } from '../support/refusal';

jest.setTimeout(60_000);

/** What a gateway says of a caller, and what older designs took for a proof of who calls. */
const FORGED: readonly (readonly [string, string])[] = [
  ['X-Consumer-ID', newId()],
  ['X-Consumer-Username', 'tradewind-users'],
  ['X-Consumer-Custom-ID', 'admin'],
  ['X-Consumer-Groups', 'ADMIN'],
  ['X-Credential-Identifier', 'admin'],
  ['X-Authenticated-Userid', 'admin'],
  ['X-Authenticated-Scope', 'ADMIN'],
  ['X-Authenticated-Groups', 'ADMIN'],
  ['X-Anonymous-Consumer', 'false'],
  ['X-User-ID', newId()],
  ['X-User-Email', 'admin@tradewind.test'],
  ['X-User-Role', 'ADMIN'],
  ['X-Role', 'ADMIN'],
  ['X-Forwarded-User', 'admin@tradewind.test'],
  ['X-Original-URL', '/api/products'],
  ['X-HTTP-Method-Override', 'GET'],
  ['Cookie', 'jwt=admin; access_token=admin; role=ADMIN'],
];

const PUBLIC_TO_READ = /^GET \/api\/(auth\/jwks|products|categories|search)(\/|$)/;

// Every operation that a document names is tried, so that a new one needs no new test.
describe('by its own description', () => {
  let operations: Operation[];
  let customer: Customer;
  beforeAll(async () => {
    [operations, customer] = [await allOperations(), await newCustomer('Mallory')];
  });

  const closed = (): Operation[] => operations.filter(({ policy }) => policy !== 'public');
  const forAdmins = (): Operation[] => operations.filter(({ policy }) => policy === 'admin');

  function attempt(whom: string, operation: Operation, token?: string, headers: typeof FORGED = []) {
    const body = operation.body && {};
    return ask(whom, pathOf(operation, newId()), { method: operation.method, token, headers, body });
  }

  it('every service has something that only a token opens', () => {
    for (const service of services()) expect(closed().map((operation) => operation.service)).toContain(service);
    expect(forAdmins().length).toBeGreaterThan(20);
  });

  it('what is public to be written is what somebody without a token needs, and no more', () => {
    const written = operations.filter(({ method, policy }) => method !== 'GET' && policy === 'public').map(nameOf);
    const needed = ['/api/auth/login', '/api/auth/refresh', '/api/auth/register', '/api/payments/webhooks/stripe'];
    for (const name of written) expect(needed.map((path) => `POST ${path}`)).toContain(name);
    const read = operations.filter(({ method, policy }) => method === 'GET' && policy === 'public');
    for (const operation of read) expect(nameOf(operation)).toMatch(PUBLIC_TO_READ);
  });

  it('nothing that is not public opens without a token, neither at the gateway nor at the service', async () => {
    for (const operation of closed()) {
      const outside = await attempt('gateway', operation);
      const { status, headers } = outside;
      expect([nameOf(operation), status, headers['www-authenticate']]).toEqual([nameOf(operation), 401, 'Bearer']);
      expectRefusal(await attempt(operation.service, operation), 401);
      if (operation.method !== 'GET') continue;
      const head = await ask(operation.service, pathOf(operation, newId()), { method: 'HEAD' });
      expect([nameOf(operation), head.status]).toEqual([nameOf(operation), 401]);
    }
  });

  it('nothing opens by headers that say who calls', async () => {
    for (const operation of closed()) {
      expectRefusal(await attempt(operation.service, operation, undefined, FORGED), 401);
      const outside = await attempt('gateway', operation, undefined, FORGED);
      expect([nameOf(operation), outside.status]).toEqual([nameOf(operation), 401]);
    }
  });

  it('nothing of an ADMIN opens for a customer, whatever the headers say', async () => {
    for (const operation of forAdmins()) {
      for (const whom of ['gateway', operation.service]) {
        expectRefusal(await attempt(whom, operation, customer.api.token), 403);
        expectRefusal(await attempt(whom, operation, customer.api.token, FORGED), 403);
      }
    }
  });
});
