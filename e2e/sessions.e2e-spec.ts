import { newId } from '@tradewind/kernel';
import type { Response } from 'supertest';
import { Api, anonymous } from './support/api';
import { urlOf } from './support/environment';
import { type Customer, newCustomer } from './support/people';
import { expectProblem, sameFor } from './support/problem';

jest.setTimeout(60_000);

interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
}

const WRONG = 'wrong horse';
const NEW = 'staple horse battery';

let customer: Customer;
beforeEach(async () => {
  customer = await newCustomer('Tern');
});

const attempt = (email: string, password: string, from?: string) => {
  const request = anonymous().post('/api/auth/login', { email, password });
  return from === undefined ? request : request.set('x-forwarded-for', from);
};
const session = async (password = customer.password): Promise<Tokens> =>
  (await attempt(customer.email, password).expect(200)).body as Tokens;
const refresh = ({ refresh_token }: Pick<Tokens, 'refresh_token'>) =>
  anonymous().post('/api/auth/refresh', { refresh_token });
const expectEnded = async (tokens: Tokens) => expectProblem(await refresh(tokens), 401, 'auth.refresh-token-invalid');

describe('sessions', () => {
  it('end all at once by logout-all, and a new login opens another', async () => {
    const [phone, laptop] = [await session(), await session()];
    await new Api(phone.access_token).post('/api/auth/logout-all').expect(204);
    for (const tokens of [phone, laptop]) await expectEnded(tokens);
    await refresh(await session()).expect(200);
  });

  it('take their access tokens along at every service, also past the gateway', async () => {
    const [left, stays] = [await session(), await session()];
    const asks: [path: string, service: string][] = [
      ['/api/users/me', 'user'],
      ['/api/orders', 'order'],
      ['/api/inventory', 'inventory'],
    ];
    const statuses = async ({ access_token }: Tokens): Promise<number[]> => {
      const answers = asks.flatMap(([path, service]) => [
        new Api(access_token).get(path),
        new Api(access_token, urlOf(service)).get(path),
      ]);
      return (await Promise.all(answers)).map(({ status }) => status);
    };
    expect(await statuses(left)).toEqual(Array<number>(6).fill(200));
    await new Api(left.access_token).post('/api/auth/logout', { refresh_token: left.refresh_token }).expect(204);
    expect(await statuses(left)).toEqual(Array<number>(6).fill(401));
    expect(await statuses(stays)).toEqual(Array<number>(6).fill(200));
  });

  it('go on with one successor when the same token comes twenty times at once', async () => {
    const tokens = await session();
    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(tokens)));
    expect(answers.map(({ status }) => status)).toEqual(Array<number>(20).fill(200));
    const successors = new Set(answers.map(({ body }) => (body as Tokens).refresh_token));
    expect(successors.size).toBe(1);
    await refresh({ refresh_token: [...successors][0]! }).expect(200);
  });
});

describe('a changed password', () => {
  const change = (current_password: string, new_password: string) =>
    customer.api.post('/users/me/password', { current_password, new_password });

  it('is the only one that opens a session, and the sessions of the old one are over', async () => {
    const before = await session();
    await change(customer.password, NEW).expect(204);
    await expectEnded(before);
    expectProblem(await attempt(customer.email, customer.password), 401, 'auth.wrong-credentials');
    await session(NEW);
  });

  it('is refused without the current one, and where it is the same', async () => {
    expectProblem(await change(WRONG, NEW), 403, 'user.wrong-password');
    expectProblem(await change(customer.password, customer.password), 422, 'user.password-unchanged');
    const problem = expectProblem(await change(customer.password, 'short'), 400, 'request.invalid');
    expect(problem.errors?.[0]?.field).toBe('new_password');
    await session();
  });
});

describe('five wrong passwords', () => {
  const failFiveTimes = async (email: string, fromOf: (i: number) => string | undefined = () => undefined) => {
    for (let i = 0; i < 5; i += 1) await attempt(email, WRONG, fromOf(i)).expect(401);
  };
  const expectTooMany = (answer: Response): void => {
    expectProblem(answer, 429, 'auth.too-many-attempts');
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(600);
  };

  it('keep the right one out, whatever the client says about its address', async () => {
    await failFiveTimes(customer.email, (i) => `198.51.100.${i}`);
    expectTooMany(await attempt(customer.email, customer.password, '198.51.100.9'));
    expectTooMany(await attempt(customer.email, customer.password));
  });

  it('are all that come through when twenty are sent at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => attempt(customer.email, WRONG)));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array<number>(5).fill(401), ...Array<number>(15).fill(429)]);
  });

  it('are refused in the same words where there is no such account', async () => {
    const nobody = `${newId()}@example.com`;
    await Promise.all([failFiveTimes(nobody), failFiveTimes(customer.email)]);
    const [unknown, known] = [await attempt(nobody, WRONG), await attempt(customer.email, WRONG)];
    const { detail: _one, ...hidden } = sameFor(unknown);
    const { detail: _other, ...shown } = sameFor(known);
    expect(hidden).toEqual(shown);
  });

  it('do not keep out the same user at the service itself, who has another address there', async () => {
    await failFiveTimes(customer.email);
    const direct = new Api(undefined, urlOf('user'));
    const { email, password } = customer;
    await direct.post('/api/auth/login', { email, password }).set('x-forwarded-for', '203.0.113.7').expect(200);
  });
});
