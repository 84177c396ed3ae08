import { memoryInventory } from '../../../test/fakes/memory-inventory';
import { OutOfStock, ReservationReleased, UnknownProduct } from '../../domain/stock.errors';

describe('reserving stock for an order', () => {
  it('sets every line aside and takes nothing off the shelf', async () => {
    const { stock, reservations, reserve } = memoryInventory();
    stock.with('lamp', 10).with('bulb', 5);

    await reserve('o-1', ['lamp', 2], ['bulb', 5]);

    expect(stock.numbersOf('lamp')).toEqual({ quantity: 10, reserved: 2 });
    expect(stock.numbersOf('bulb')).toEqual({ quantity: 5, reserved: 5 });
    expect(reservations.statusOf('o-1')).toBe('ACTIVE');
  });

  it('writes one line of the ledger per product, with the order it is for', async () => {
    const { stock, reserve } = memoryInventory();
    stock.with('lamp', 10);

    await reserve('o-1', ['lamp', 2]);

    expect(stock.ledger.at(-1)).toEqual({
      productId: 'lamp',
      type: 'RESERVE',
      change: 2,
      reason: 'order placed',
      orderId: 'o-1',
    });
  });

  it('remembers whose order it is, where it is told', async () => {
    const { stock, reservations, reserve, reserveFor } = memoryInventory();
    stock.with('lamp', 10);

    await reserveFor('c-1', 'o-1', ['lamp', 1]);
    await reserve('o-2', ['lamp', 1]);

    expect([reservations.customerOf('o-1'), reservations.customerOf('o-2')]).toEqual(['c-1', null]);
  });

  it('counts two lines of one product together', async () => {
    const { stock, reserve } = memoryInventory();
    stock.with('lamp', 5);

    await reserve('o-1', ['lamp', 2], ['lamp', 3]);
    expect(stock.numbersOf('lamp').reserved).toBe(5);
  });

  it('refuses two lines of one product that are too many only together', async () => {
    const { stock, reserve } = memoryInventory();
    stock.with('lamp', 5);

    await expect(reserve('o-1', ['lamp', 3], ['lamp', 3])).rejects.toThrow(new OutOfStock('lamp', 6, 5));
    expect(stock.numbersOf('lamp').reserved).toBe(0);
  });

  it.each([
    [
      'first',
      [
        ['amp', 9],
        ['lamp', 1],
      ],
    ],
    [
      'last',
      [
        ['lamp', 1],
        ['zither', 9],
      ],
    ],
  ] as const)('changes nothing when the %s line is out of stock', async (_, lines) => {
    const { stock, reservations, reserve } = memoryInventory();
    stock.with('amp', 8).with('lamp', 8).with('zither', 8);

    await expect(reserve('o-1', ...lines)).rejects.toThrow(OutOfStock);

    for (const product of ['amp', 'lamp', 'zither']) expect(stock.numbersOf(product).reserved).toBe(0);
    expect(reservations.statusOf('o-1')).toBeUndefined();
  });

  it('refuses a product that nobody keeps, and reserves nothing of the others', async () => {
    const { stock, reserve } = memoryInventory();
    stock.with('lamp', 10);

    await expect(reserve('o-1', ['lamp', 1], ['unicorn', 1])).rejects.toThrow(UnknownProduct);
    expect(stock.numbersOf('lamp').reserved).toBe(0);
  });

  it('does not sell what is set aside for another order', async () => {
    const { stock, reserve } = memoryInventory();
    stock.with('lamp', 3);
    await reserve('o-1', ['lamp', 2]);

    await expect(reserve('o-2', ['lamp', 2])).rejects.toThrow(new OutOfStock('lamp', 2, 1));
    await reserve('o-3', ['lamp', 1]);
    expect(stock.numbersOf('lamp').reserved).toBe(3);
  });

  it('changes nothing the second time', async () => {
    const { stock, reserve } = memoryInventory();
    stock.with('lamp', 10);
    await reserve('o-1', ['lamp', 2]);

    await reserve('o-1', ['lamp', 2]);

    expect(stock.numbersOf('lamp').reserved).toBe(2);
    expect(stock.ledger).toHaveLength(2);
  });

  it('changes nothing after the sale', async () => {
    const { stock, reservations, reserve, commit } = memoryInventory();
    stock.with('lamp', 10);
    await reserve('o-1', ['lamp', 2]);
    await commit('o-1');

    await reserve('o-1', ['lamp', 2]);

    expect(stock.numbersOf('lamp')).toEqual({ quantity: 8, reserved: 0 });
    expect(reservations.statusOf('o-1')).toBe('COMMITTED');
  });

  it('is refused once the order has been undone', async () => {
    const { stock, reserve, release } = memoryInventory();
    stock.with('lamp', 10);
    await reserve('o-1', ['lamp', 2]);
    await release('o-1');

    await expect(reserve('o-1', ['lamp', 2])).rejects.toThrow(ReservationReleased);
    expect(stock.numbersOf('lamp').reserved).toBe(0);
  });
});
