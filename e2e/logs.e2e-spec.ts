import { eventually } from '@tradewind/testing';
import { anonymous } from './support/api';
import { adminCredentials, stackState } from './support/environment';
import { placeOrder } from './support/orders';
import { newCustomer } from './support/people';
import { logsOfApps } from './support/processes';
import { newProduct } from './support/shop';

jest.setTimeout(60_000);

interface LogLine {
  readonly service: string;
  readonly message: string;
  readonly req?: { readonly method: string; readonly path: string };
  readonly path?: string;
  readonly correlation_id?: string;
  readonly trace_id?: string;
  readonly order_id?: string;
}

/** Runs after all other files (jest.sequencer.cjs): by now the logs have seen everything that the tests do. */
describe('the logs of the gateway and all services', () => {
  it('hold no token, no password and no e-mail address, whatever was sent', async () => {
    const customer = await newCustomer('Secretive');
    const { email, password } = customer;
    await anonymous().post('/api/auth/login', { email, password: `${password}?` });
    await anonymous().post('/api/auth/login', `{"email":"${email}","password":"${password}"`);
    await anonymous().get(`/api/products?email=${email}&token=${customer.api.token}`);
    await customer.api.get(`/api/orders/user/${email}`).expect(200);
    await customer.api.get(`/api/orders/user/${encodeURIComponent(email)}`).expect(200);
    await anonymous().get(`/api/nowhere/${customer.api.token}`);
    await eventually(() => expect(linesOfApps().filter((line) => line.includes('/api/nowhere/'))).not.toEqual([]));

    const forbidden: [string, (line: string) => boolean][] = [
      ['a token', (line) => /eyJ[\w-]{8,}\./.test(line)],
      ['a password', (line) => passwords(password).some((one) => line.includes(one))],
      ['an e-mail address', (line) => /[\w.+-]+(@|%40)[\w-]+\.[a-z]{2,}/i.test(line)],
    ];
    const lines = linesOfApps();
    for (const [what, isIn] of forbidden) expect([what, lines.filter(isIn)]).toEqual([what, []]);
  });

  it('tell for each line of an order to which it belongs', async () => {
    const [customer, product] = [await newCustomer('Findable'), await newProduct()];
    const { id } = await placeOrder(customer, { product });
    const ofOrder = await eventually(() => {
      const found = jsonLines().filter(({ order_id }) => order_id === id);
      expect(found.map(({ service, req }) => [service, req?.method, req?.path])).toContainEqual([
        'order',
        'POST',
        '/api/orders',
      ]);
      return found;
    });
    for (const line of ofOrder)
      expect(line).toMatchObject({
        correlation_id: expect.any(String),
        trace_id: expect.stringMatching(/^[0-9a-f]{32}$/),
      });
    const atTheGateway = jsonLines().filter(({ correlation_id: it }) => it === ofOrder[0]!.correlation_id);
    expect(atTheGateway.map(({ service }) => service)).toContain('gateway');
  });
});

function linesOfApps(): string[] {
  return logsOfApps().flatMap((text) => text.split('\n'));
}

function jsonLines(): LogLine[] {
  return linesOfApps()
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as LogLine);
}

/** The one that all customers of the tests have, the ADMIN's, and those of the servers. */
function passwords(ofCustomers: string): string[] {
  const { urls } = stackState();
  const ofServers = Object.values(urls).map((url) => new URL(url).password);
  return [ofCustomers, adminCredentials().password, ...ofServers].filter((password) => password !== '');
}
