import { memoryInventory } from '../../../test/fakes/memory-inventory';

const MINUTE_MS = 60_000;

describe('telling of reservations that are overdue', () => {
  /** Ten lamps, and one of them set aside for each order at noon. */
  async function reservedAtNoon(...orders: string[]) {
    const all = memoryInventory();
    all.stock.with('lamp', 10);
    for (const order of orders) await all.reserve(order, ['lamp', 1]);
    return all;
  }

  it('names the order and since when its goods are set aside, and leaves them there', async () => {
    const { stock, reservations, clock, tellOverdue } = await reservedAtNoon('o-1');
    const noon = clock.now();
    clock.advance(16 * MINUTE_MS);

    expect(await tellOverdue(15)).toEqual([{ orderId: 'o-1', reservedAt: noon }]);

    expect(reservations.told).toEqual(['o-1']);
    expect(reservations.statusOf('o-1')).toBe('ACTIVE');
    expect(stock.numbersOf('lamp').reserved).toBe(1);
  });

  it('says nothing while an order is within its time', async () => {
    const { clock, tellOverdue } = await reservedAtNoon('o-1');
    clock.advance(14 * MINUTE_MS);
    expect(await tellOverdue(15)).toEqual([]);
  });

  it('says it once in that time, and again for as long as the goods are set aside', async () => {
    const { reservations, clock, release, tellOverdue } = await reservedAtNoon('o-1');
    clock.advance(16 * MINUTE_MS);
    await tellOverdue(15);
    expect(await tellOverdue(15)).toEqual([]);

    clock.advance(16 * MINUTE_MS);
    expect(await tellOverdue(15)).toHaveLength(1);

    await release('o-1');
    clock.advance(16 * MINUTE_MS);
    await tellOverdue(15);
    expect(reservations.told).toEqual(['o-1', 'o-1']);
  });

  it('is not about what was sold or released', async () => {
    const { clock, commit, release, tellOverdue } = await reservedAtNoon('o-1', 'o-2', 'o-3');
    await commit('o-1');
    await release('o-2');
    clock.advance(16 * MINUTE_MS);

    expect(await tellOverdue(15)).toMatchObject([{ orderId: 'o-3' }]);
  });

  it('takes no more at once than it is asked to', async () => {
    const { clock, tellOverdue } = await reservedAtNoon('o-1', 'o-2', 'o-3');
    clock.advance(16 * MINUTE_MS);

    expect(await tellOverdue(15, 2)).toHaveLength(2);
    expect(await tellOverdue(15, 2)).toHaveLength(1);
  });
});
