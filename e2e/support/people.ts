import { newId } from '@tradewind/kernel';
import { Api, anonymous } from './api';
import { adminCredentials } from './environment';

export interface Customer {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly api: Api;
}

/** A customer whom nobody has seen before, registered and logged in through the gateway. */
export async function newCustomer(name = 'Yash'): Promise<Customer> {
  const account = { email: `${name.toLowerCase()}-${newId()}@example.com`, password: 'correct horse battery', name };
  const registered = await anonymous().post('/api/auth/register', account).expect(201);
  const { id } = registered.body as { id: string };
  return { ...account, id, api: await logIn(account) };
}

/** So many customers, a few at a time: a password hash takes its time. */
export async function newCustomers(count: number): Promise<Customer[]> {
  const customers: Customer[] = [];
  while (customers.length < count) {
    const next = Math.min(4, count - customers.length);
    customers.push(...(await Promise.all(Array.from({ length: next }, () => newCustomer()))));
  }
  return customers;
}

export async function logIn({ email, password }: { email: string; password: string }): Promise<Api> {
  const answer = await anonymous().post('/api/auth/login', { email, password }).expect(200);
  return new Api((answer.body as { access_token: string }).access_token);
}

let administrator: Promise<Api> | undefined;

/** The first ADMIN; logged in once in each file. */
export function admin(): Promise<Api> {
  return (administrator ??= logIn(adminCredentials()));
}
