import { memoryInventory } from '../../../test/fakes/memory-inventory';
import { ReservationMissing, ReservationReleased } from '../../domain/stock.errors';

describe('taking back what was sold', () => {
  it('puts every line back on the shelf, once', async () => {
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

  it('is refused for an order that bought nothing', async () => {
    const { stock, reserve, release, takeBack } = memoryInventory();
    stock.with('lamp', 10);
    await expect(takeBack('nobody')).rejects.toThrow(ReservationMissing);
    await reserve('o-1', ['lamp', 2]);
    await expect(takeBack('o-1')).rejects.toThrow(ReservationMissing);
    await release('o-1');
    await expect(takeBack('o-1')).rejects.toThrow(ReservationReleased);
    expect(stock.numbersOf('lamp')).toEqual({ quantity: 10, reserved: 0 });
  });
});
