import { HttpService } from '@nestjs/axios';
import { of, throwError } from 'rxjs';
import { BookUnavailable } from '../../application/ports/order-books';
import { HttpOrderBooks } from './order-books.http';

const at = '2026-01-01T12:00:00.000Z';

function aBook(status: number, data: unknown) {
  const asked: { url: string; authorization: string }[] = [];
  const get = (url: string, { headers }: { headers: { authorization: string } }) => {
    asked.push({ url, authorization: headers.authorization });
    return status === 0 ? throwError(() => new Error('connect ECONNREFUSED')) : of({ status, data });
  };
  const urls = { inventory: 'http://inventory:8004', payment: 'http://payment:8005' };
  return { asked, books: new HttpOrderBooks({ get } as unknown as HttpService, urls) };
}

describe('the books of other services', () => {
  it('are asked in the name of the caller', async () => {
    const item = {
      product_id: 'lamp',
      type: 'RESERVE',
      change_qty: 1,
      reason: 'order',
      created_at: at,
      order_id: 'o-1',
    };
    const { asked, books } = aBook(200, { items: [item] });
    expect(await books.stockMovements('o-1', 'Bearer mine')).toEqual([
      { productId: 'lamp', type: 'RESERVE', change: 1, reason: 'order', createdAt: new Date(at) },
    ]);
    expect(asked).toEqual([
      { url: 'http://inventory:8004/api/inventory/orders/o-1/transactions', authorization: 'Bearer mine' },
    ]);
  });

  it('tell of a payment and its refunds', async () => {
    const { books } = aBook(200, {
      id: 'p-1',
      status: 'REFUNDED',
      amount: 10,
      refunded_amount: 10,
      currency: 'USD',
      provider: 'mock',
      provider_reference: 'ch_1',
      created_at: at,
      refunds: [{ id: 'r-1', amount: 10, reason: 'order-cancelled', created_at: at }],
    });
    expect(await books.payment('o-1', 'Bearer mine')).toMatchObject({
      providerReference: 'ch_1',
      refunds: [{ amount: 10, reason: 'order-cancelled', createdAt: new Date(at) }],
    });
  });

  it('may hold nothing about an order', async () => {
    const { books } = aBook(404, {});
    expect(await books.stockMovements('o-1', 'x')).toEqual([]);
    expect(await books.payment('o-1', 'x')).toBeNull();
  });

  it('are unavailable when their service is', async () => {
    const { books } = aBook(0, undefined);
    await expect(books.stockMovements('o-1', 'x')).rejects.toThrow(BookUnavailable);
    await expect(books.payment('o-1', 'x')).rejects.toThrow(BookUnavailable);
  });
});
