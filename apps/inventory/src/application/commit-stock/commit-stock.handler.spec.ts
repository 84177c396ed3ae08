import { memoryInventory } from '../../../test/fakes/memory-inventory';
import { ReservationMissing, ReservationReleased } from '../../domain/stock.errors';

describe('turning a reservation into a sale', () => {
  it('takes every line off the shelf', async () => {
    const { stock, reservations, reserve, commit } = memoryInventory();
    stock.with('lamp', 10).with('bulb', 5);
    await reserve('o-1', ['lamp', 2], ['bulb', 5]);

    await commit('o-1');

    expect(stock.numbersOf('lamp')).toEqual({ quantity: 8, reserved: 0 });
    expect(stock.numbersOf('bulb')).toEqual({ quantity: 0, reserved: 0 });
    expect(reservations.statusOf('o-1')).toBe('COMMITTED');
  });

  it('is a RELEASE and an OUT in the ledger', async () => {
    const { stock, reserve, commit } = memoryInventory();
    stock.with('lamp', 10);
    await reserve('o-1', ['lamp', 2]);

    await commit('o-1');

    expect(stock.ledger.slice(2).map(({ type, change, orderId }) => [type, change, orderId])).toEqual([
      ['RELEASE', -2, 'o-1'],
      ['OUT', -2, 'o-1'],
    ]);
  });

  it('sells once, however often it is asked', async () => {
    const { stock, reserve, commit } = memoryInventory();
    stock.with('lamp', 10);
    await reserve('o-1', ['lamp', 2]);

    await commit('o-1');
    await commit('o-1');

    expect(stock.numbersOf('lamp')).toEqual({ quantity: 8, reserved: 0 });
  });

  it('is refused when nothing was ever reserved', async () => {
    await expect(memoryInventory().commit('o-1')).rejects.toThrow(ReservationMissing);
  });

  it('is refused when the order was undone before its reservation came', async () => {
    const { release, commit } = memoryInventory();
    await release('o-1');
    await expect(commit('o-1')).rejects.toThrow(ReservationMissing);
  });

  it('is refused after a release, and takes nothing', async () => {
    const { stock, reserve, release, commit } = memoryInventory();
    stock.with('lamp', 10);
    await reserve('o-1', ['lamp', 2]);
    await release('o-1');

    await expect(commit('o-1')).rejects.toThrow(ReservationReleased);
    expect(stock.numbersOf('lamp')).toEqual({ quantity: 10, reserved: 0 });
  });
});
