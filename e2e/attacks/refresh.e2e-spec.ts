import type { Response } from 'supertest';
import { anonymous } from '../support/api';
import { rowsOf } from '../support/databases';
import { type Customer, newCustomer } from '../support/people';
import { expectProblem } from '../support/problem';

jest.setTimeout(60_000);

interface Pair {
  readonly access_token: string;
  readonly refresh_token: string;
}

const AT_ONCE = 20;

async function logIn({ email, password }: Customer): Promise<Pair> {
  return (await anonymous().post('/api/auth/login', { email, password }).expect(200)).body as Pair;
}

const refresh = async (refresh_token: string): Promise<Response> =>
  anonymous().post('/api/auth/refresh', { refresh_token });
const successorOf = ({ body }: Response): string => (body as Pair).refresh_token;

function familiesOf({ id }: Customer): Promise<{ counter: number; is_revoked: boolean }[]> {
  const sql =
    'SELECT counter, revoked_at IS NOT NULL AS is_revoked FROM refresh_families WHERE user_id = $1 ORDER BY id';
  return rowsOf('user', sql, [id]);
}

/** As if so much time had passed since the last refresh. */
async function letPass(seconds: number, { id }: Customer): Promise<void> {
  const sql = 'UPDATE refresh_families SET rotated_at = rotated_at - make_interval(secs => $2) WHERE user_id = $1';
  await rowsOf('user', sql, [id, seconds]);
}

describe('a refresh token', () => {
  let customer: Customer;
  beforeEach(async () => {
    customer = await newCustomer('Ada');
  });

  it('that is sent twenty times at once has one successor, and opens no second family', async () => {
    const { refresh_token } = await logIn(customer);
    const before = await familiesOf(customer);
    const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => refresh(refresh_token)));

    expect(answers.map(({ status }) => status)).toEqual(Array(AT_ONCE).fill(200));
    const successors = new Set(answers.map(successorOf));
    expect(successors.size).toBe(1);
    const after = await familiesOf(customer);
    expect(after.map(({ counter }) => counter).sort()).toEqual(
      [...before.slice(1).map(({ counter }) => counter), 1].sort(),
    );
    expect((await refresh([...successors][0]!)).status).toBe(200);
  });

  it('that is sent again long after its successor was used ends all that came from the same login', async () => {
    const { refresh_token: first } = await logIn(customer);
    const second = successorOf(await refresh(first));
    const third = successorOf(await refresh(second));
    await letPass(11, customer);

    expectProblem(await refresh(first), 401, 'auth.refresh-token-invalid');
    for (const token of [third, second, first]) {
      expectProblem(await refresh(token), 401, 'auth.refresh-token-invalid');
    }
    expect((await familiesOf(customer)).filter(({ is_revoked }) => is_revoked)).toHaveLength(1);
    // Another login of the same customer goes on.
    expect((await refresh((await logIn(customer)).refresh_token)).status).toBe(200);
  });

  it('that was stolen is worth nothing, whoever of the two is the faster', async () => {
    const { refresh_token: stolen } = await logIn(customer);
    await refresh(successorOf(await refresh(stolen)));
    await letPass(11, customer);
    const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => refresh(stolen)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
  });

  it('cannot be made up, and is none for another use', async () => {
    const { refresh_token, access_token } = await logIn(customer);
    const [family, counter, mac] = refresh_token.split('.');
    const madeUp = [
      `${family}.${Number(counter) + 1}.${mac}`,
      `${family}.${counter}.`,
      `${family}.${counter}`,
      access_token,
    ];
    for (const token of madeUp.map((one) => one.slice(0, 500))) {
      expectProblem(await refresh(token), 401, 'auth.refresh-token-invalid');
    }
    await anonymous().get('/api/users/me').set('authorization', `Bearer ${refresh_token}`).expect(401);
    expect((await refresh(refresh_token)).status).toBe(200);
  });

  it('of another customer cannot be ended', async () => {
    const { refresh_token } = await logIn(customer);
    const other = await newCustomer('Mallory');
    await other.api.post('/api/auth/logout', { refresh_token }).expect(204);
    expect((await refresh(refresh_token)).status).toBe(200);
  });

  it('is good for nothing after the logout', async () => {
    const { refresh_token } = await logIn(customer);
    await customer.api.post('/api/auth/logout', { refresh_token }).expect(204);
    expectProblem(await refresh(refresh_token), 401, 'auth.refresh-token-invalid');
  });
});
