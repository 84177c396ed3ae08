import { memoryInventory } from '../../../test/fakes/memory-inventory';
import { ReservationCommitted, ReservationReleased } from '../../domain/stock.errors';

describe('releasing the stock of an order', () => {
  it('gives back every line', async () => {
    const { stock, reservations, reserve, release } = memoryInventory();
    stock.with('lamp', 10).with('bulb', 5);
    await reserve('o-1', ['lamp', 2], ['bulb', 5]);

    await release('o-1');

    expect(stock.numbersOf('lamp')).toEqual({ quantity: 10, reserved: 0 });
    expect(stock.numbersOf('bulb')).toEqual({ quantity: 5, reserved: 0 });
    expect(reservations.statusOf('o-1')).toBe('RELEASED');
  });

  it('leaves what is set aside for other orders', async () => {
    const { stock, reserve, release } = memoryInventory();
    stock.with('lamp', 10);
    await reserve('o-1', ['lamp', 2]);
    await reserve('o-2', ['lamp', 3]);

    await release('o-1');

    expect(stock.numbersOf('lamp').reserved).toBe(3);
  });

  it('gives back once, however often it is asked', async () => {
    const { stock, reserve, release } = memoryInventory();
    stock.with('lamp', 10);
    await reserve('o-1', ['lamp', 2]);

    await release('o-1');
    await release('o-1');

    expect(stock.numbersOf('lamp')).toEqual({ quantity: 10, reserved: 0 });
    expect(stock.ledger.filter(({ type }) => type === 'RELEASE')).toHaveLength(1);
  });

  it('succeeds when there is nothing to release, and refuses the reservation that comes late', async () => {
    const { stock, reservations, reserve, release } = memoryInventory();
    stock.with('lamp', 10);

    await release('o-1');
    await release('o-1');

    expect(reservations.statusOf('o-1')).toBe('RELEASED');
    await expect(reserve('o-1', ['lamp', 2])).rejects.toThrow(ReservationReleased);
    expect(stock.numbersOf('lamp').reserved).toBe(0);
  });

  it('is refused after the sale', async () => {
    const { stock, reserve, release, commit } = memoryInventory();
    stock.with('lamp', 10);
    await reserve('o-1', ['lamp', 2]);
    await commit('o-1');

    await expect(release('o-1')).rejects.toThrow(ReservationCommitted);
    expect(stock.numbersOf('lamp')).toEqual({ quantity: 8, reserved: 0 });
  });
});
