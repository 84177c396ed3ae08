import { newId } from '@tradewind/kernel';
import { ask } from '../support/ask';
import { Forger } from '../support/forger';
import { allOperations, nameOf, type Operation, pathOf } from '../support/openapi/documents';
import { type Customer, newCustomer } from '../support/people';
import { expectRefusal } from '../support/refusal';

jest.setTimeout(60_000);

const HOUR_S = 3_600;
const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1_000) + seconds;

let customer: Customer;
let forger: Forger;
/** One operation of each service that needs a token, and takes anybody's. */
let doors: Operation[];
let forAdmins: Operation[];

beforeAll(async () => {
  customer = await newCustomer('Mallory');
  forger = new Forger(customer);
  const operations = await allOperations();
  const open = operations.filter(({ method, policy }) => method === 'GET' && policy === 'signed-in');
  doors = [...new Map(open.map((operation) => [operation.service, operation])).values()];
  forAdmins = operations.filter(({ method, policy }) => method === 'GET' && policy === 'admin');
});

async function expectRefusedEverywhere(...authorization: string[]): Promise<void> {
  const headers = authorization.map((value) => ['Authorization', value] as const);
  for (const door of doors) {
    expectRefusal(await ask(door.service, pathOf(door, newId()), { headers }), 401);
    const { status } = await ask('gateway', pathOf(door, newId()), { headers });
    expect([nameOf(door), status]).toEqual([nameOf(door), 401]);
  }
}

it('a token that is signed here as the user service signs is accepted, so the others are refused for their fault', async () => {
  for (const door of doors) {
    for (const whom of ['gateway', door.service]) {
      const { status } = await ask(whom, pathOf(door, newId()), { token: forger.signed() });
      expect([nameOf(door), [200, 404].includes(status) || status]).toEqual([nameOf(door), true]);
    }
  }
});

describe('is refused by the gateway and by every service:', () => {
  it.each<[string, () => string]>([
    ['an unsigned token', () => forger.unsigned('none')],
    ['an unsigned token whose algorithm is spelled otherwise', () => forger.unsigned('nOnE')],
    ['an unsigned token that says it is signed', () => forger.unsigned('RS256')],
    ['a token with a signature of nothing', () => forger.unsigned('RS256', 'AAAA')],
    ['an HMAC with the public key', () => forger.signedWithPublicKey('spki')],
    ['an HMAC with the public key in its other form', () => forger.signedWithPublicKey('pkcs1')],
    ['another RSA algorithm', () => forger.signed({}, { alg: 'RS512' })],
    ['a key of one’s own under the name of ours', () => forger.signedByAnother()],
    ['an unknown key', () => forger.signedByAnother(() => ({ kid: newId() }))],
    ['an unknown name for our key', () => forger.signed({}, { kid: newId() })],
    ['a key that is a path', () => forger.signedByAnother(() => ({ kid: '../../../../dev/null' }))],
    ['a key that is a query', () => forger.signedByAnother(() => ({ kid: "' OR 1=1 --" }))],
    ['a key that is no text', () => forger.signedByAnother(() => ({ kid: ['x'] }))],
    ['a key in the token', () => forger.signedByAnother(({ jwk }) => ({ jwk }))],
    ['a certificate in the token', () => forger.signedByAnother(({ pem }) => ({ x5c: [pem] }))],
    ['keys at another address', () => forger.signedByAnother(() => ({ jku: 'http://127.0.0.1:9/jwks' }))],
    ['a certificate at another address', () => forger.signedByAnother(() => ({ x5u: 'http://127.0.0.1:9/x5u' }))],
    ['a role that was raised', () => forger.changed({ role: 'ADMIN' })],
    ['another subject', () => forger.changed({ sub: newId() })],
    ['an expired token', () => forger.signed({ exp: inSeconds(-1) })],
    ['a token that does not expire', () => forger.signed({ exp: undefined })],
    ['an expiry that is no number', () => forger.signed({ exp: 'never' })],
    ['a token that is not valid yet', () => forger.signed({ nbf: inSeconds(HOUR_S) })],
    ['an unknown issuer', () => forger.signed({ iss: 'https://accounts.example.com' })],
    ['no issuer', () => forger.signed({ iss: undefined })],
    ['another audience', () => forger.signed({ aud: 'another-shop' })],
    ['no audience', () => forger.signed({ aud: undefined })],
    ['a role that nobody has', () => forger.signed({ role: 'ROOT' })],
    ['a role that is a list', () => forger.signed({ role: ['ADMIN'] })],
    ['nobody', () => forger.signed({ sub: undefined })],
    ['a token without its signature', () => forger.rebuilt((head, claims) => `${head}.${claims}`)],
    ['a token without the end of its signature', () => forger.rebuilt((...parts) => parts.join('.').slice(0, -8))],
    ['a token without its beginning', () => forger.rebuilt((...parts) => parts.join('.').slice(8))],
    ['a token with a fourth part', () => forger.rebuilt((...parts) => [...parts, 'x'].join('.'))],
    ['a token with a blank inside', () => forger.rebuilt((...parts) => parts.join('. '))],
    ['claims for a header', () => forger.rebuilt((_, claims, signature) => [claims, claims, signature].join('.'))],
    ['null for claims', () => forger.rebuilt((head, _, signature) => [head, 'bnVsbA', signature].join('.'))],
    ['claims that are no JSON', () => forger.rebuilt((head, _, signature) => [head, 'e3t7', signature].join('.'))],
    ['dots', () => '..'],
    ['a word', () => 'admin'],
    ['a list', () => Buffer.from('[]').toString('base64url').concat('.W10.W10')],
    ['nothing', () => ''],
  ])('%s', async (_what, token) => {
    await expectRefusedEverywhere(`Bearer ${token()}`);
  });

  it.each<[string, () => string]>([
    ['a token without its scheme', () => customer.api.token!],
    ['another scheme', () => `Basic ${Buffer.from(`${customer.email}:${customer.password}`).toString('base64')}`],
    ['another name for the scheme', () => `Token ${customer.api.token}`],
    ['the scheme and nothing', () => 'Bearer'],
  ])('%s', async (_what, authorization) => {
    await expectRefusedEverywhere(authorization());
  });

  it('a token anywhere but in the header', async () => {
    const { token } = customer.api;
    for (const door of doors) {
      for (const name of ['jwt', 'token', 'access_token', 'auth_token', 'authorization']) {
        const headers = [['Cookie', `${name}=${token}`]] as const;
        for (const whom of ['gateway', door.service]) {
          const { status } = await ask(whom, `${pathOf(door, newId())}?${name}=${token}`, { headers });
          expect([whom, nameOf(door), name, status]).toEqual([whom, nameOf(door), name, 401]);
        }
      }
    }
  });
});

describe('two Authorization headers', () => {
  it('are refused by the gateway, whatever they hold', async () => {
    const [good, bad] = [`Bearer ${customer.api.token}`, `Bearer ${forger.unsigned('none')}`];
    for (const pair of [
      [good, good],
      [good, bad],
      [bad, good],
    ]) {
      const headers = pair.map((value) => ['Authorization', value] as const);
      for (const door of doors) expect((await ask('gateway', pathOf(door, newId()), { headers })).status).toBe(400);
    }
  });

  it('give nobody more rights at a service than the first of them', async () => {
    const [good, bad] = [`Bearer ${customer.api.token}`, `Bearer ${forger.signedByAnother()}`];
    const both = (...values: string[]) => values.map((value) => ['Authorization', value] as const);
    for (const operation of forAdmins) {
      const path = pathOf(operation, newId());
      expectRefusal(await ask(operation.service, path, { headers: both(good, bad) }), 403);
      expectRefusal(await ask(operation.service, path, { headers: both(bad, good) }), 401);
    }
  });
});

it('keys that are named and do not exist cost the holders of real tokens nothing', async () => {
  const attacks = doors.flatMap((door) =>
    Array.from({ length: 50 }, () =>
      ask(door.service, pathOf(door, newId()), { token: forger.signedByAnother(() => ({ kid: newId() })) }),
    ),
  );
  const honest = doors.map((door) => ask(door.service, pathOf(door, newId()), { token: customer.api.token }));
  for (const answer of await Promise.all(attacks)) expectRefusal(answer, 401);
  for (const { status } of await Promise.all(honest)) expect([200, 404]).toContain(status);
});
