import { eventually } from '@tradewind/testing';
import { contradictions } from './support/books';
import { rowsOf } from './support/databases';
import { stackState } from './support/environment';
import { orderOf, paymentOf, placeOrder, sendOrder } from './support/orders';
import { type Customer, newCustomer } from './support/people';
import { newProduct, type Product } from './support/shop';
import { type Ended, runTool } from './support/tools';
import type { ListBody, OrderBody } from './support/wire';

jest.setTimeout(120_000);

interface SagaRow {
  readonly saga_id: string;
  readonly order_id: string;
}

const ops = (...args: string[]): Promise<Ended> => runTool('ops', args);

/** What a command prints that has to succeed. */
async function shown(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await ops(...args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).not.toContain('\u001b');
  return stdout;
}

async function sagaOf(orderId: string, ...filter: string[]): Promise<string> {
  const { items } = JSON.parse(await shown('sagas', ...filter, '--all', '--json')) as ListBody<SagaRow>;
  const found = items.find(({ order_id }) => order_id === orderId);
  return found?.saga_id ?? Promise.reject(new Error(`No saga of order ${orderId} is listed`));
}

describe('npm run ops', () => {
  let customer: Customer;
  let product: Product;

  beforeAll(async () => {
    [customer, product] = [await newCustomer('Olga'), await newProduct({ stock: 10, price: 80 })];
  });

  it('explains itself', async () => {
    expect(await shown()).toContain('npm run ops -- <command>');
    expect(await ops('fly')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('no command "fly"'),
    });
  });

  it('shows what became of an order, of this system or of the one that --home names', async () => {
    const { id } = await placeOrder(customer, { product });
    const saga = await sagaOf(id, '--status', 'COMPLETED', '--definition', 'place-order');
    expect(await shown('saga', saga)).toMatch(/^status +COMPLETED after \d+ ms$/m);
    expect(await shown('saga', saga)).toMatch(/^commit stock +do +inventory\.commit-stock\.v1 +1x +done/m);
    expect(await shown('story', id, '--home', stackState().home)).toMatch(/^Payment CAPTURED {2}80\.00 USD/m);
  });

  it('says why something is refused, and fails', async () => {
    const saga = await sagaOf((await placeOrder(customer, { product })).id, '--status', 'COMPLETED');
    const { code, stderr } = await ops('retry', saga);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('saga.not-parked') as string });
    expect(await ops('sagas', '--status', 'LOST')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('status must be one of'),
    });
    expect((await ops('compensate')).stderr).toContain('compensate needs to know which.');
  });

  it('finds a saga that needs attention, says why, and lets it go on when that is repaired', async () => {
    const sent = await sendOrder(customer, { product, paymentMethod: 'pm_card_slow' }).expect(201);
    const { id } = sent.body as OrderBody;
    await eventually(async () => expect(await paymentOf(customer, id)).toMatchObject({ status: 'PENDING' }));
    const findReservation = await loseReservation(id);
    const saga = await eventually(() => sagaOf(id), 60_000, 1_000).finally(findReservation);

    expect(await shown('sagas', '--step', 'commit stock')).toMatch(
      new RegExp(`^${saga} +place-order +${id} +NEEDS_ATTENTION +do commit stock`, 'm'),
    );
    const seen = await shown('saga', saga);
    expect(seen).toContain('NEEDS_ATTENTION: refused: inventory.reservation-missing');
    expect(seen).toContain(`npm run ops -- <action> ${saga}`);

    const retried = await shown('retry', '--step', 'commit stock', '--note', 'the reservation was found');
    expect(retried).toMatch(new RegExp(`^${saga} +${id} +changed$`, 'm'));
    await eventually(async () => expect(await shown('saga', saga)).toContain('COMPLETED'), 30_000, 500);
    expect(await shown('saga', saga)).toMatch(/ retried by \S+: the reservation was found$/m);
    expect(await shown('audit', '--target', saga)).toMatch(
      new RegExp(` saga\\.retry +${saga} +the reservation was found$`, 'm'),
    );
    expect(await orderOf(customer, id)).toMatchObject({ status: 'CONFIRMED' });
    expect(await contradictions()).toEqual([]);
  });

  /** As if a row had been lost and were restored from a backup. @returns what restores it */
  async function loseReservation(orderId: string): Promise<() => Promise<void>> {
    const rename = async (from: string, to: string): Promise<void> => {
      const renamed = await rowsOf(
        'inventory',
        'UPDATE reservations SET order_id = $2 WHERE order_id = $1 RETURNING order_id',
        [from, to],
      );
      expect(renamed).toHaveLength(1);
    };
    await rename(orderId, `lost ${orderId}`);
    return () => rename(`lost ${orderId}`, orderId);
  }
});
