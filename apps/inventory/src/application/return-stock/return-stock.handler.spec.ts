import { memoryInventory } from '../../../test/fakes/memory-inventory';
import { ReservationReleased } from '../../domain/stock.errors';

describe('taking back what an order has', () => {
  it('puts every line that was sold back on the shelf, once', async () => {
    const { stock, reservations, reserve, commit, takeBack } = memoryInventory();
    stock.with('lamp', 10).with('bulb', 5);
    await reserve('o-1', ['lamp', 2], ['bulb', 5]);
    await commit('o-1');

    await takeBack('o-1');
    await takeBack('o-1');

    expect(stock.numbersOf('lamp')).toEqual({ quantity: 10, reserved: 0 });
    expect(stock.numbersOf('bulb')).toEqual({ quantity: 5, reserved: 0 });
    expect(reservations.statusOf('o-1')).toBe('RETURNED');
  });

  it('is an IN in the ledger that names the order and the reason', async () => {
    const { stock, reserve, commit, takeBack } = memoryInventory();
    stock.with('lamp', 10);
    await reserve('o-1', ['lamp', 2]);
    await commit('o-1');
    await takeBack('o-1');

    expect(stock.ledger.at(-1)).toMatchObject({ type: 'IN', change: 2, orderId: 'o-1', reason: 'order-cancelled' });
  });

  it('gives back what is only set aside, and refuses the sale that comes late', async () => {
    const { stock, reservations, reserve, commit, takeBack } = memoryInventory();
    stock.with('lamp', 10);
    await reserve('o-1', ['lamp', 2]);

    await takeBack('o-1');
    await takeBack('o-1');

    expect(stock.numbersOf('lamp')).toEqual({ quantity: 10, reserved: 0 });
    expect(stock.ledger.at(-1)).toMatchObject({ type: 'RELEASE', change: -2, orderId: 'o-1' });
    expect(reservations.statusOf('o-1')).toBe('RELEASED');
    await expect(commit('o-1')).rejects.toThrow(ReservationReleased);
  });

  it('has nothing to do for an order that was undone', async () => {
    const { stock, reservations, reserve, release, takeBack } = memoryInventory();
    stock.with('lamp', 10);
    await reserve('o-1', ['lamp', 2]);
    await release('o-1');
    const before = [...stock.ledger];

    await takeBack('o-1');

    expect(stock.ledger).toEqual(before);
    expect(reservations.statusOf('o-1')).toBe('RELEASED');
  });

  it('succeeds for an order that has nothing, and refuses the reservation that comes late', async () => {
    const { stock, reserve, takeBack } = memoryInventory();
    stock.with('lamp', 10);

    await takeBack('o-1');
    await takeBack('o-1');

    await expect(reserve('o-1', ['lamp', 2])).rejects.toThrow(ReservationReleased);
    expect(stock.numbersOf('lamp').reserved).toBe(0);
  });
});
