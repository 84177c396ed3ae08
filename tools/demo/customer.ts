import { StackError } from '../stack/src/errors';
import type { Http } from '../shared/http';
import type { Token } from './wire';

/** A customer of the demo only: the account has no rights beyond its own orders. */
export const CUSTOMER = {
  email: 'demo@tradewind.test',
  password: 'sail-with-the-wind',
  name: 'Demo Customer',
} as const;

/** The gateway as the customer, who registers at the first visit. */
export async function signIn(gateway: Http): Promise<{ shop: Http; isNew: boolean }> {
  const known = await logIn(gateway);
  if (known !== undefined) return { shop: gateway.withToken(known), isNew: false };
  await register(gateway);
  const token = await logIn(gateway);
  if (token === undefined) throw new StackError(`${CUSTOMER.email} has registered, but cannot log in.`);
  return { shop: gateway.withToken(token), isNew: true };
}

async function logIn(gateway: Http): Promise<string | undefined> {
  const { email, password } = CUSTOMER;
  const answer = await gateway.post<Token>('/api/auth/login', { body: { email, password }, accept: [401] });
  return answer.status === 401 ? undefined : answer.body.access_token;
}

async function register(gateway: Http): Promise<void> {
  const { status } = await gateway.post('/api/auth/register', { body: CUSTOMER, accept: [409] });
  if (status !== 409) return;
  throw new StackError(`${CUSTOMER.email} exists, but with another password than the demo's.`, [
    'Has it been changed by hand? make clean starts with empty databases.',
  ]);
}
